"""Serves a Python handler: loads it unmodified, then asks the Runtime API for one event after another. Standard library only."""

import http.client
import importlib
import json
import logging
import os
import sys
import time
import traceback

API = "/2018-06-01/runtime/"
JSON = {"Content-Type": "application/json"}


class Failure(Exception):
    """Something that has an error type of Lambda's instead of a Python type's name."""

    def __init__(self, error_type, message, trace=()):
        super().__init__(message)
        self.error_type = error_type
        self.trace = list(trace)


class Identity:
    cognito_identity_id = None
    cognito_identity_pool_id = None


class Context:
    """What a handler gets beside the event."""

    def __init__(self, headers):
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.identity = Identity()
        self.client_context = None
        self._deadline_ms = int(headers["Lambda-Runtime-Deadline-Ms"])

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline_ms - int(time.time() * 1000))

    def log(self, message):
        sys.stdout.write(str(message))
        sys.stdout.flush()


class RequestId(logging.Filter):
    current = ""

    def filter(self, record):
        record.aws_request_id = RequestId.current
        return True


def log_with_request_id():
    handler = logging.StreamHandler(sys.stdout)
    line = logging.Formatter(
        "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s", "%Y-%m-%dT%H:%M:%S")
    line.converter = time.gmtime
    handler.setFormatter(line)
    handler.addFilter(RequestId())
    logging.getLogger().addHandler(handler)


def load(name):
    """The function that "folder/module.function" names."""
    module_name, dot, function = name.rpartition(".")
    if not dot:
        raise Failure("Runtime.MalformedHandlerName", "Bad handler '%s': not enough values to unpack" % name)
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise Failure("Runtime.ImportModuleError", "Unable to import module '%s': %s" % (module_name, error))
    except SyntaxError as error:
        trace = ['  File "%s" Line %s\n    %s' % (error.filename, error.lineno, error.text)]
        raise Failure("Runtime.UserCodeSyntaxError", "Syntax error in module '%s': %s" % (module_name, error), trace)
    if not hasattr(module, function):
        raise Failure("Runtime.HandlerNotFound", "Handler '%s' missing on module '%s'" % (function, module_name))
    return getattr(module, function)


def described(error, request_id):
    """The error in Lambda's form; what this file did on the way to the handler is left out."""
    if isinstance(error, Failure):
        error_type, trace = error.error_type, error.trace
    else:
        error_type = type(error).__name__
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if is_users(frame)]
        trace = traceback.format_list(frames)
    return {"errorMessage": str(error), "errorType": error_type, "requestId": request_id, "stackTrace": trace}


def is_users(frame):
    return frame.filename != __file__ and not frame.filename.startswith("<frozen importlib")


def answer(handler, event, context):
    result = handler(event, context)
    try:
        return json.dumps(result, ensure_ascii=False).encode("utf-8")
    except (TypeError, ValueError) as error:
        raise Failure("Runtime.MarshalError", "Unable to marshal response: %s" % error)


class RuntimeApi:
    def __init__(self, address):
        self.connection = http.client.HTTPConnection(address)

    def next(self):
        self.connection.request("GET", API + "invocation/next")
        response = self.connection.getresponse()
        body = response.read()
        if response.status != 200:
            sys.exit(1)
        return response.headers, body

    def post(self, path, body, headers=JSON):
        self.connection.request("POST", API + path, body, headers)
        self.connection.getresponse().read()

    def post_error(self, path, error):
        described_error = described(error, RequestId.current)
        print_error(described_error)
        headers = {**JSON, "Lambda-Runtime-Function-Error-Type": described_error["errorType"]}
        self.post(path, json.dumps(described_error).encode("utf-8"), headers)


def print_error(error):
    print("[ERROR] %s: %s" % (error["errorType"], error["errorMessage"]))
    if error["stackTrace"]:
        print("Traceback (most recent call last):")
        print("".join(error["stackTrace"]).rstrip("\n"))
    sys.stdout.flush()


def main():
    sys.stdout.reconfigure(line_buffering=True)
    sys.path[0] = os.environ["LAMBDA_TASK_ROOT"]
    log_with_request_id()
    api = RuntimeApi(os.environ["AWS_LAMBDA_RUNTIME_API"])
    try:
        handler = load(os.environ["_HANDLER"])
    except Exception as error:
        api.post_error("init/error", error)
        sys.exit(1)
    while True:
        headers, event = api.next()
        context = Context(headers)
        RequestId.current = context.aws_request_id
        path = "invocation/%s/" % context.aws_request_id
        try:
            result = answer(handler, json.loads(event), context)
            sys.stdout.flush()
            api.post(path + "response", result)
        except Exception as error:
            api.post_error(path + "error", error)


if __name__ == "__main__":
    main()
