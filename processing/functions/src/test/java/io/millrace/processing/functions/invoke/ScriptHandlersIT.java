package io.millrace.processing.functions.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processing.functions.invoke.Invocation.Outcome;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Handlers in JavaScript and Python, and programs that bring their own bootstrap. */
@Timeout(60)
class ScriptHandlersIT {

    private static final JsonObject ADA = new JsonObject().put("name", "ada");

    @TempDir
    private static Path dataDir;

    private static TestHost host;

    @BeforeAll
    static void start() {
        host = new TestHost(dataDir);
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    @Test
    void runsEsModulesWithPackagesBesideThem() {
        Invocation answer = invoke(
                "esm",
                "nodejs18.x",
                "src/index.handler",
                List.of(
                        "src/index.mjs",
                        """
                import { greet } from 'greeting';
                const who = await Promise.resolve('world');
                export const handler = async (event, context) => ({ text: greet(event.name, who), id: context.awsRequestId });
                """,
                        "node_modules/greeting/package.json",
                        "{\"name\": \"greeting\", \"type\": \"module\", \"exports\": \"./main.js\"}",
                        "node_modules/greeting/main.js",
                        "export const greet = (...names) => `hello ${names.join(' and ')}`;"));

        assertThat(answer.payload().toJsonObject())
                .isEqualTo(new JsonObject().put("text", "hello ada and world").put("id", answer.requestId()));
    }

    @Test
    void runsCommonJsThatCallsBack() {
        Invocation answer = invoke("callback", "nodejs18.x", "index.handler", List.of("index.js", """
                exports.handler = (event, context, callback) => {
                  setTimeout(() => callback(null, `later ${event.name}`), 10);
                };
                """));

        assertThat(answer.payload().toString()).isEqualTo("\"later ada\"");
    }

    @Test
    void answersNullForAFunctionThatNeverCallsBack() {
        Invocation answer = invoke(
                "silent", "nodejs18.x", "index.api.handler", List.of("index.cjs", "exports.api = { handler() {} };"));

        assertThat(answer.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(answer.payload().toString()).isEqualTo("null");
    }

    @Test
    void tellsErrorsOfJavaScriptAndLogsWithTheRequestId() {
        WorkerPool function =
                host.start(TestHost.function("failing", "nodejs18.x", "index.handler", host.zip("index.js", """
                        exports.handler = async (event) => {
                          console.log('about to fail for', event.name);
                          throw new RangeError('too far');
                        };
                        """)));

        Invocation failed = TestHost.await(function.invoke(ADA.toBuffer(), true));

        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
        JsonObject error = failed.payload().toJsonObject();
        assertThat(error.getString("errorType")).isEqualTo("RangeError");
        assertThat(error.getString("errorMessage")).isEqualTo("too far");
        assertThat(error.getJsonArray("trace").getString(1)).contains("index.js:3");
        assertThat(failed.log()).anyMatch(line -> line.endsWith(failed.requestId() + "\tINFO\tabout to fail for ada"));
    }

    @Test
    void outlivesARejectionThatNobodyHandles() {
        WorkerPool function =
                host.start(TestHost.function("rejecting", "nodejs18.x", "index.handler", host.zip("index.mjs", """
                        export const handler = async (event) => {
                          if (!event.name) return 'fine';
                          Promise.reject(new Error('lost'));
                          await new Promise((resolve) => setTimeout(resolve, 5000));
                        };
                        """)));

        assertThat(TestHost.invoke(function, ADA).payload().toJsonObject().getString("errorType"))
                .isEqualTo("Runtime.UnhandledPromiseRejection");
        assertThat(TestHost.invoke(function, new JsonObject()).payload().toString())
                .isEqualTo("\"fine\"");
    }

    @Test
    void runsPythonWithPackagesBesideIt() {
        Invocation answer = invoke(
                "python",
                "python3.8",
                "app/main.handler",
                List.of("app/main.py", """
                import logging
                import os
                from greeting import greet

                logging.getLogger().setLevel("INFO")

                def handler(event, context):
                    logging.info("greeting %s", event["name"])
                    assert context.get_remaining_time_in_millis() > 1000
                    return {"text": greet(event["name"]), "id": context.aws_request_id, "here": os.getcwd()}
                """, "greeting/__init__.py", "def greet(name): return f'hello {name} \\u00e4'"));

        assertThat(answer.payload().toJsonObject().getString("text")).isEqualTo("hello ada ä");
        assertThat(answer.payload().toJsonObject().getString("id")).isEqualTo(answer.requestId());
        assertThat(answer.payload().toJsonObject().getString("here")).endsWith("/task");
    }

    @Test
    void tellsErrorsOfPython() {
        Invocation failed = invoke(
                "raising",
                "python3.8",
                "app.handler",
                List.of("app.py", "def handler(event, context):\n    return {}[event['name']]\n"));

        JsonObject error = failed.payload().toJsonObject();
        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(error.getString("errorType")).isEqualTo("KeyError");
        assertThat(error.getString("errorMessage")).isEqualTo("'ada'");
        assertThat(error.getString("requestId")).isEqualTo(failed.requestId());
        assertThat(error.getJsonArray("stackTrace").getString(0)).contains("app.py\", line 2, in handler");
    }

    @Test
    void runsProgramsThatBringTheirOwnBootstrap() {
        Invocation answer = invoke("own", "provided.al2023", "any", List.of("bootstrap", """
                #!/usr/bin/env python3
                import os, urllib.request
                api = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"] + "/2018-06-01/runtime/invocation/"
                while True:
                    event = urllib.request.urlopen(api + "next")
                    answer = event.read().upper()
                    request_id = event.headers["Lambda-Runtime-Aws-Request-Id"]
                    chunks = (answer[i:i + 4] for i in range(0, len(answer), 4))
                    urllib.request.urlopen(urllib.request.Request(api + request_id + "/response", chunks,
                        {"Lambda-Runtime-Function-Response-Mode": "streaming", "Transfer-Encoding": "chunked"}))
                """));

        assertThat(answer.payload().toString()).isEqualTo("{\"NAME\":\"ADA\"}");
    }

    @Test
    void givesHandlersLambdasEnvironmentAndNothingOfTheNodes() {
        FunctionSpec plain = TestHost.function(
                "environment",
                "python3.8",
                "app.handler",
                host.zip("app.py", "import os\ndef handler(event, context): return dict(os.environ)\n"));
        FunctionSpec function = new FunctionSpec(
                plain.name(),
                plain.runtime(),
                plain.handler(),
                plain.code(),
                7,
                200,
                Map.of("TABLE", "quakes", "AWS_REGION", "eu-west-1"),
                1);

        JsonObject found = TestHost.invoke(host.start(function), new JsonObject())
                .payload()
                .toJsonObject();

        assertThat(found.getMap())
                .containsEntry("TABLE", "quakes")
                .containsEntry("AWS_REGION", "eu-west-1")
                .containsEntry("_HANDLER", "app.handler")
                .containsEntry("TZ", ":UTC")
                .containsEntry("AWS_EXECUTION_ENV", "AWS_Lambda_python3.8")
                .containsEntry("AWS_LAMBDA_FUNCTION_NAME", "environment")
                .containsEntry("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST")
                .containsEntry("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "200")
                .containsEntry("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/environment")
                .containsEntry("PATH", System.getenv("PATH"));
        assertThat(found.getString("LAMBDA_TASK_ROOT")).endsWith("/task");
        assertThat(System.getenv().keySet().stream()
                        .filter(name -> !List.of("PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "LANG", "TZ")
                                .contains(name))
                        .filter(name -> !List.of("PWD", "OLDPWD", "SHLVL", "_").contains(name)))
                .isNotEmpty()
                .noneMatch(found::containsKey);
    }

    private static Invocation invoke(String name, String runtime, String handler, List<String> files) {
        return TestHost.invoke(
                host.start(TestHost.function(name, runtime, handler, host.zip(files.toArray(String[]::new)))), ADA);
    }
}
