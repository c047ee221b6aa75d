package io.millrace.processing.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.testkit.node.TestNode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Functions on a real node. */
@Timeout(90)
class FunctionKindIT {

    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;

    private static Path dataDir;
    private static TestNode node;

    @BeforeAll
    static void start() {
        dataDir = folder.resolve("data");
        node = TestNode.start(dataDir, new FunctionsPlugin());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void isInvokedByTheOperationAndTellsItsLog() throws IOException {
        String warned = apply("""
                kind: Function
                name: greeter
                runtime: python3.8
                handler: app.handler
                codeUri: %s
                environment: {variables: {GREETING: hello}}
                """.formatted(code("greeter", """
                import os
                def handler(event, context):
                    print("greeting", event["name"])
                    return os.environ["GREETING"] + " " + event["name"]
                """)));
        assertThat(warned).contains("runtime python3.8 is run by Python 3.");
        await().atMost(LONG).until(() -> state("greeter").equals("RUNNING"));

        JsonObject answer = new JsonObject(
                node.post("/v1/deployments/Function/greeter/invoke?logs=true", new JsonObject().put("name", "ada"))
                        .body());

        String id = answer.getString("requestId");
        assertThat(answer)
                .isEqualTo(new JsonObject()
                        .put("requestId", id)
                        .put("statusCode", 200)
                        .put("payload", "hello ada")
                        .put("logs", new JsonArray().add("greeting ada")));
        assertThat(node.get("/v1/deployments/Function/greeter/logs").body())
                .contains("START RequestId: " + id, "greeting ada", "END RequestId: " + id, "REPORT RequestId: " + id)
                .containsPattern("greeting ada .*requestId=" + id);

        JsonObject failed = new JsonObject(node.post("/v1/deployments/Function/greeter/invoke", new JsonObject())
                .body());

        assertThat(failed.getString("functionError")).isEqualTo("Unhandled");
        assertThat(failed.getJsonObject("payload").getString("errorType")).isEqualTo("KeyError");
        assertThat(details("greeter").getInteger("invocations")).isEqualTo(2);
        assertThat(details("greeter").getInteger("errors")).isEqualTo(1);
    }

    @Test
    void isFedFromATopicAndWritesWhatItReturns() throws Exception {
        apply("{kind: Topic, name: words, partitions: 2}\n---\n{kind: Topic, name: shouts, partitions: 1}");
        apply("""
                kind: Function
                name: shouter
                runtime: nodejs18.x
                handler: app.handler
                codeUri: %s
                events: [{topics: [words], startingPosition: TRIM_HORIZON, maximumBatchingWindowInSeconds: 0}]
                output: {topic: shouts}
                """.formatted(code("shouter", """
                exports.handler = async (event) => Object.values(event.records).flat()
                  .map((record) => ({ value: Buffer.from(record.value, 'base64').toString().toUpperCase() }));
                """)));
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", node.kafka().publicBootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < 10; i++) {
                producer.send(new ProducerRecord<>("words", i % 2, null, ("word" + i).getBytes(StandardCharsets.UTF_8)))
                        .get();
            }
        }

        await().atMost(LONG)
                .untilAsserted(() -> assertThat(node.get("/v1/topics/shouts/records?from=earliest")
                                .body()
                                .lines())
                        .hasSize(10)
                        .allMatch(line -> line.contains("WORD")));
    }

    @Test
    void isRefusedWithEverythingThatIsWrong() throws IOException {
        HttpResponse<String> refused = node.apply("""
                kind: Function
                name: wrong
                runtime: python3.99
                handler: app
                codeUri: %s
                ---
                kind: Function
                name: worse
                runtime: ruby3.3
                codeUri: %s
                timeout: 901
                memorySize: 64
                environment: {variables: {AWS_LAMBDA_FUNCTION_NAME: mine}}
                """.formatted(code("wrong", ""), code("wrong", "")));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body())
                .contains("'ruby3.3' is no runtime that is run here.")
                .contains("timeout")
                .contains("memorySize");
        refused = node.apply("""
                kind: Function
                name: wrong
                runtime: python3.99
                handler: app
                codeUri: %s
                """.formatted(code("wrong", "")));
        assertThat(refused.body())
                .contains("runtime python3.99 needs Python 3.99 or later, and there is none in ")
                .contains("handler 'app' is not of the form module.function.");
        assertThat(node.get("/v1/deployments/Function/wrong").statusCode()).isEqualTo(404);
    }

    @Test
    void leavesNothingWhenItIsDeleted() throws IOException {
        apply("""
                kind: Function
                name: passing
                runtime: python3.8
                handler: app.handler
                codeUri: %s
                """.formatted(code("passing", """
                import os
                def handler(event, context): return os.getpid()
                """)));
        await().atMost(LONG).until(() -> state("passing").equals("RUNNING"));
        long pid = new JsonObject(node.post("/v1/deployments/Function/passing/invoke", new JsonObject())
                        .body())
                .getLong("payload");
        assertThat(dataDir.resolve("functions/passing")).exists();

        node.delete("/v1/deployments/Function/passing");

        await().atMost(LONG)
                .until(() -> node.get("/v1/deployments/Function/passing").statusCode() == 404);
        await().until(() -> ProcessHandle.of(pid).isEmpty());
        assertThat(dataDir.resolve("functions/passing")).doesNotExist();
    }

    /** A zip with one script, as a URI that the node reads in place. */
    private static String code(String name, String script) throws IOException {
        Path zip = folder.resolve(name + ".zip");
        Files.deleteIfExists(zip);
        try (FileSystem packed = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
            Files.writeString(packed.getPath(script.startsWith("exports") ? "app.js" : "app.py"), script);
        }
        return zip.toUri().toString();
    }

    /** Answers what the node did. */
    private static String apply(String definitions) {
        HttpResponse<String> answer = node.apply(definitions);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static String state(String function) {
        return status(function).getString("state", "");
    }

    private static JsonObject details(String function) {
        return status(function).getJsonObject("details");
    }

    private static JsonObject status(String function) {
        JsonArray status = node.deployment("Function", function).getJsonArray("status");
        return status == null || status.isEmpty() ? new JsonObject() : status.getJsonObject(0);
    }
}
