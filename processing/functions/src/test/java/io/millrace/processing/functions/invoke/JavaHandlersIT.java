package io.millrace.processing.functions.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.processing.functions.invoke.Invocation.Outcome;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JavaHandlersIT {

    private static final String CLASS = "io.millrace.processing.functions.handlers.Handlers$";

    private static final String KAFKA_EVENT = """
            {"eventSource": "aws:kafka", "eventSourceArn": "arn:aws:kafka:us-east-1:000000000000:cluster/c/1",
             "bootstrapServers": "b-1:9092",
             "records": {"quakes-0": [{"topic": "quakes", "partition": 0, "offset": 15, "timestamp": 1545084650987,
               "timestampType": "CREATE_TIME", "key": "YQ==", "value": "YQ==", "headers": [{"h": [104, 101, -17]}]}]}}
            """;

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
    void runsHandlersOfKafkaEventsUnmodified() throws IOException {
        WorkerPool function = host.start(java("kafka", "Kafka"));

        Invocation answer = TestHost.await(function.invoke(new JsonObject(KAFKA_EVENT).toBuffer(), true));

        assertThat(answer.outcome()).as(answer.payload().toString()).isEqualTo(Outcome.ANSWERED);
        assertThat(answer.payload().toJsonObject())
                .isEqualTo(new JsonObject()
                        .put("offset", 15)
                        .put("header", -17)
                        .put("requestId", answer.requestId())
                        .put("region", "us-east-1"));
        assertThat(answer.log()).contains("took [quakes-0]", "said on standard output");
        await().atMost(Duration.ofSeconds(20)).until(() -> archives("kafka") == 1);
    }

    @Test
    void runsHandlersOfStreams() {
        Invocation answer =
                TestHost.invoke(host.start(java("upper", "Upper::handleRequest")), new JsonObject().put("name", "ada"));

        assertThat(answer.payload().toString()).isEqualTo("{\"NAME\":\"ADA\"}");
    }

    @Test
    void runsMethodsOfAnyClassAndTellsWhatTheyThrow() {
        JsonObject event = new JsonObject().put("name", "ada");
        assertThat(TestHost.invoke(host.start(java("greet", "Plain::greet")), event)
                        .payload()
                        .toString())
                .isEqualTo("\"hello ada from greet\"");

        Invocation failed = TestHost.invoke(host.start(java("fail", "Plain::fail")), event);

        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
        JsonObject error = failed.payload().toJsonObject();
        assertThat(error.getString("errorType")).isEqualTo("java.lang.IllegalStateException");
        assertThat(error.getString("errorMessage")).isEqualTo("no ada");
        assertThat(error.getJsonArray("stackTrace").getString(0)).contains("Handlers$Plain.fail");
    }

    @Test
    void replacesAProcessThatExits() {
        WorkerPool function = host.start(java("exit", "Plain::exit"));

        Invocation exited = TestHost.invoke(function, new JsonObject().put("exit", true));

        assertThat(exited.payload().toJsonObject())
                .isEqualTo(new JsonObject()
                        .put("errorType", "Runtime.ExitError")
                        .put(
                                "errorMessage",
                                "RequestId: " + exited.requestId()
                                        + " Error: Runtime exited with error: exit status 3"));
        assertThat(TestHost.invoke(function, new JsonObject()).payload().toString())
                .isEqualTo("\"stayed\"");
    }

    @Test
    void limitsTheHeap() {
        Invocation failed = TestHost.invoke(host.start(java("hoard", "Plain::hoard")), new JsonObject());

        assertThat(failed.payload().toJsonObject().getString("errorType")).isEqualTo("java.lang.OutOfMemoryError");
    }

    private static FunctionSpec java(String name, String handler) {
        return TestHost.function(name, "java17", CLASS + handler, host.jar());
    }

    private static long archives(String function) throws IOException {
        try (Stream<Path> files = Files.walk(dataDir.resolve("functions").resolve(function))) {
            return files.filter(file -> file.toString().endsWith(".jsa")).count();
        }
    }
}
