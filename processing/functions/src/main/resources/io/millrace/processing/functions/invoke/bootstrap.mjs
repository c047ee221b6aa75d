// Serves a JavaScript handler: loads it unmodified, then asks the Runtime API for one event after another. Nothing but Node's own modules.
import { existsSync, readFileSync } from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { format } from 'node:util';

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const ROOT = process.env.LAMBDA_TASK_ROOT;
const API = '/2018-06-01/runtime/';
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

let requestId = '';
let running; // the invocation that is not answered yet

class Failure extends Error {
  constructor(type, message, cause) {
    super(message);
    this.name = type;
    if (cause) this.stack = cause.stack;
  }
}

// ---- the Runtime API

function call(method, resource, body, headers = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request({ host, port, method, path: API + resource, agent, headers }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

function post(resource, body, headers) {
  const bytes = Buffer.from(body);
  return call('POST', resource, bytes, { 'Content-Type': 'application/json', 'Content-Length': bytes.length, ...headers });
}

function described(error) {
  if (error instanceof Error) {
    return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}

function postError(resource, error, label) {
  const body = described(error);
  console.error(label, JSON.stringify(body));
  return post(resource, JSON.stringify(body), { 'Lambda-Runtime-Function-Error-Type': body.errorType });
}

// ---- the handler

async function load(name) {
  const [, module, functionPath] = /^([^.]*)\.(.+)$/.exec(path.basename(name)) ?? [];
  if (!module) {
    throw new Failure('Runtime.MalformedHandlerName', 'Bad handler');
  }
  const loaded = await imported(path.resolve(ROOT, path.dirname(name), module), module);
  const handler = functionPath.split('.').reduce((found, key) => found?.[key], loaded);
  if (handler === undefined) {
    throw new Failure('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
  }
  if (typeof handler !== 'function') {
    throw new Failure('Runtime.HandlerNotFound', `${name} is not a function`);
  }
  return handler;
}

async function imported(file, module) {
  const found = ['.js', '', '.mjs', '.cjs'].map((ending) => file + ending).find((each) => existsSync(each));
  if (!found) {
    throw new Failure('Runtime.ImportModuleError', `Error: Cannot find module '${module}'`);
  }
  try {
    return isEsModule(found) ? await import(pathToFileURL(found)) : createRequire(found)(found);
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new Failure('Runtime.UserCodeSyntaxError', `${error}`, error);
    }
    if (error?.code === 'MODULE_NOT_FOUND' || error?.code === 'ERR_MODULE_NOT_FOUND') {
      throw new Failure('Runtime.ImportModuleError', `${error}`, error);
    }
    throw error;
  }
}

// Node's own rule: the file's ending, else the type in the nearest package.json.
function isEsModule(file) {
  if (!file.endsWith('.js')) {
    return file.endsWith('.mjs');
  }
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    const description = path.join(folder, 'package.json');
    if (existsSync(description)) {
      return JSON.parse(readFileSync(description, 'utf8')).type === 'module';
    }
    if (folder === path.dirname(folder)) {
      return false;
    }
  }
}

// ---- invocations

function contextOf(headers, settle) {
  return {
    callbackWaitsForEmptyEventLoop: true,
    awsRequestId: requestId,
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    getRemainingTimeInMillis: () => Math.max(0, Number(headers['lambda-runtime-deadline-ms']) - Date.now()),
    done: (error, result) => settle(error, result, true),
    succeed: (result) => settle(null, result, true),
    fail: (error) => settle(error ?? 'handled', undefined, true),
  };
}

/** Completes when the handler has answered, in whichever of the ways it may. */
function invoke(handler, event, headers) {
  return new Promise((resolve, reject) => {
    const finish = (error, result) => (error ? reject(error) : resolve(result));
    let settled;
    const settle = (error, result, atOnce) => {
      settled ??= [error, result];
      if (atOnce || !context.callbackWaitsForEmptyEventLoop) {
        finish(...settled);
      }
    };
    const context = contextOf(headers, settle);
    running = { whenIdle: () => finish(...(settled ?? [null, null])) };
    const returned = handler(event, context, (error, result) => settle(error, result));
    if (typeof returned?.then === 'function') {
      running.whenIdle = undefined; // a promise that nothing will settle any more ends the process, as it does in Lambda
      returned.then(resolve, reject);
    }
  });
}

async function answer(handler, { headers, body }) {
  const invocation = `invocation/${requestId}/`;
  let response;
  try {
    response = JSON.stringify((await invoke(handler, JSON.parse(body), headers)) ?? null) ?? 'null';
  } catch (error) {
    running = undefined;
    await postError(invocation + 'error', error, 'Invoke Error');
    return;
  }
  running = undefined;
  await post(invocation + 'response', response);
}

// ---- what else can happen

process.on('beforeExit', () => running?.whenIdle?.());

async function dieOf(error) {
  const resource = requestId && running ? `invocation/${requestId}/error` : 'init/error';
  await postError(resource, error, 'Uncaught Exception').catch(() => {});
  process.exit(129);
}

process.on('uncaughtException', dieOf);
process.on('unhandledRejection', (reason) =>
  dieOf(new Failure('Runtime.UnhandledPromiseRejection', String(reason), reason instanceof Error ? reason : undefined)));

for (const [method, level] of Object.entries({ log: 'INFO', info: 'INFO', debug: 'DEBUG', warn: 'WARN', error: 'ERROR' })) {
  console[method] = (...what) => {
    process.stdout.write(`${new Date().toISOString()}\t${requestId}\t${level}\t${format(...what)}\n`);
  };
}

let handler;
try {
  handler = await load(process.env._HANDLER);
} catch (error) {
  await postError('init/error', error, 'Init Error');
  process.exit(1);
}
for (;;) {
  const event = await call('GET', 'invocation/next');
  if (event.status !== 200) {
    process.exit(1);
  }
  requestId = event.headers['lambda-runtime-aws-request-id'];
  await answer(handler, event);
}
