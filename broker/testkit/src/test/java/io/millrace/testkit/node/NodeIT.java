package io.millrace.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.api.problem.ProblemException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeIT {

    private static final String TOPIC = """
            kind: Topic
            name: orders
            partitions: 2
            """;

    private static final String SINK = """
            kind: Connector
            name: recorder
            config:
              connector.class: RecordingSink
              topics: orders
              reject: bad
              password: open-sesame
            """;

    @TempDir
    Path directory;

    private final RecordingSink sink = new RecordingSink();

    @Test
    void carriesRecordsFromATopicToASinkAndGoesOnAfterARestart() throws Exception {
        try (TestNode node = TestNode.start(directory, sink)) {
            // The connector stands first, and still finds its topic made as defined.
            assertThat(node.apply(SINK + "---\n" + TOPIC).statusCode()).isEqualTo(200);
            awaitState(node, "Connector", "recorder", "RUNNING");
            produce(node, "orders", List.of("one", "bad two", "three"));
            await().untilAsserted(() -> assertThat(sink.values).containsExactlyInAnyOrder("one", "three"));
            await().untilAsserted(() -> assertThat(lag(node)).isZero());
        }
        sink.values.clear();
        try (TestNode node = TestNode.start(directory, sink)) {
            awaitState(node, "Connector", "recorder", "RUNNING");
            produce(node, "orders", List.of("four"));
            await().untilAsserted(() -> assertThat(sink.values).containsExactly("four"));
            assertThat(read(node, "recorder-dead-letters")).containsExactly("bad two");
        }
        assertThat(sink.passwords).containsExactly("open-sesame", "open-sesame");
    }

    @Test
    void showsNoSecretAnywhere() {
        try (TestNode node = TestNode.start(directory, sink)) {
            node.apply(TOPIC + "---\n" + SINK);
            awaitState(node, "Connector", "recorder", "RUNNING");
            assertThat(node.get("/v1/deployments").body())
                    .doesNotContain("open-sesame")
                    .contains("****");
            assertThat(String.join("\n", read(node, "__millrace.default.deployments")))
                    .doesNotContain("open-sesame");
        }
    }

    @Test
    void aRefusedApplyChangesNothingAndTellsEverything() {
        try (TestNode node = TestNode.start(directory, sink)) {
            HttpResponse<String> refused = node.apply("""
                    kind: Topic
                    name: orders
                    partition: 2
                    ---
                    kind: Connector
                    name: recorder
                    config: {connector.class: RecordinSink, topics: nowhere}
                    ---
                    kind: Topic
                    name: orders
                    """);
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(problems(refused))
                    .extracting(problem -> problem.getString("code"))
                    .contains("unknown-setting", "duplicate-name");
            assertThat(refused.body()).contains("partitions").contains("RecordingSink");
            assertThat(problems(refused))
                    .allSatisfy(
                            problem -> assertThat(problem.getJsonObject("where").getInteger("line"))
                                    .isPositive());
            assertThat(node.get("/v1/deployments").body()).doesNotContain("orders");
        }
    }

    @Test
    void refusesFewerPartitionsAndTopicsThatAreNotThere() {
        try (TestNode node = TestNode.start(directory, sink)) {
            node.apply(TOPIC);
            awaitState(node, "Topic", "orders", "RUNNING");
            assertThat(node.apply(TOPIC.replace("2", "1")).body())
                    .contains("2")
                    .contains("1")
                    .contains("partitions");
            assertThat(node.apply(SINK.replace("orders", "order")).body())
                    .contains("order")
                    .contains("kind: Topic");
        }
    }

    @Test
    void aRollbackIsCheckedAsAnApplyIs() {
        try (TestNode node = TestNode.start(directory, sink)) {
            node.apply(TOPIC);
            node.apply(TOPIC.replace("2", "3"));
            awaitState(node, "Topic", "orders", "RUNNING");
            HttpResponse<String> refused =
                    node.post("/v1/deployments/Topic/orders/rollback", new JsonObject().put("generation", 1));
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).contains("partitions");
            assertThat(node.deployment("Topic", "orders").getLong("generation")).isEqualTo(2);
        }
    }

    @Test
    void ofTwoWritersThatSawTheSameGenerationOneWins() throws Exception {
        try (TestNode node = TestNode.start(directory, sink)) {
            node.apply(TOPIC);
            ExecutorService writers = Executors.newFixedThreadPool(4);
            List<Callable<Integer>> writes = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                String definition = TOPIC + "description: of writer " + i + "\n";
                writes.add(() -> node.post(
                                "/v1/apply",
                                new JsonObject().put("source", definition).put("ifGeneration", 1))
                        .statusCode());
            }
            List<Integer> answers = new ArrayList<>();
            for (Future<Integer> answer : writers.invokeAll(writes)) {
                answers.add(answer.get());
            }
            writers.shutdown();
            assertThat(answers).containsOnlyOnce(200).containsOnly(200, 409);
            assertThat(node.deployment("Topic", "orders").getLong("generation")).isEqualTo(2);
        }
    }

    @Test
    void rollsBackPausesAndDeletes() {
        try (TestNode node = TestNode.start(directory, sink)) {
            node.apply(TOPIC);
            // The topic counts from when it is wanted, made or not.
            assertThat(node.apply(SINK).statusCode()).isEqualTo(200);
            assertThat(node.apply(SINK.replace("bad", "worse")).statusCode()).isEqualTo(200);
            awaitState(node, "Connector", "recorder", "RUNNING");
            String path = "/v1/deployments/Connector/recorder";
            JsonObject back = new JsonObject(node.post(path + "/rollback", new JsonObject().put("generation", 1))
                    .body());
            assertThat(back.getLong("generation")).isEqualTo(3);
            assertThat(back.getJsonObject("settings").getJsonObject("config").getString("reject"))
                    .isEqualTo("bad");

            node.post(path + "/pause", new JsonObject());
            awaitState(node, "Connector", "recorder", "PAUSED");
            produce(node, "orders", List.of("later"));
            assertThat(sink.values).isEmpty();
            node.post(path + "/resume", new JsonObject());
            await().untilAsserted(() -> assertThat(sink.values).containsExactly("later"));

            assertThat(node.delete(path).statusCode()).isLessThan(300);
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(node.get(path).statusCode()).isEqualTo(404));
        }
    }

    @Test
    void rewindsAndRedrives() {
        try (TestNode node = TestNode.start(directory, sink)) {
            node.apply(TOPIC + "---\n" + SINK);
            awaitState(node, "Connector", "recorder", "RUNNING");
            produce(node, "orders", List.of("a", "bad b", "c"));
            await().untilAsserted(() -> assertThat(lag(node)).isZero());
            sink.values.clear();
            String path = "/v1/deployments/Connector/recorder";

            sink.mended = true;
            HttpResponse<String> redriven = node.post(path + "/redrive", new JsonObject());
            assertThat(new JsonObject(redriven.body()).getLong("records")).isEqualTo(1);
            assertThat(sink.values).containsExactly("bad b");

            sink.values.clear();
            JsonObject all = new JsonObject().put("to", "earliest").put("dryRun", true);
            assertThat(node.post(path + "/rewind", all).statusCode()).isEqualTo(200);
            assertThat(sink.values).isEmpty();
            node.post(path + "/rewind", all.put("dryRun", false));
            await().untilAsserted(() -> assertThat(sink.values).containsExactlyInAnyOrder("a", "bad b", "c"));
        }
    }

    @Test
    void refusesADataDirectoryThatIsInUseOrAnotherClusters() {
        try (TestNode node = TestNode.start(directory)) {
            assertThatThrownBy(() -> TestNode.start(directory).close())
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("in use")
                    .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
            assertThat(node.get("/health").statusCode()).isEqualTo(200);
        }
        assertThatThrownBy(() -> TestNode.start(directory, Map.of("node.cluster", "other"))
                        .close())
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("belongs to cluster default");
    }

    @Test
    void runsOnAnExternalBroker(@TempDir Path other) {
        try (TestNode broker = TestNode.start(directory);
                TestNode node = TestNode.start(
                        other,
                        Map.of(
                                "kafka.mode", "external",
                                "kafka.bootstrapServers", broker.kafka().publicBootstrapServers(),
                                "node.cluster", "tenant"),
                        sink)) {
            node.apply(TOPIC + "---\n" + SINK);
            awaitState(node, "Connector", "recorder", "RUNNING");
            produce(
                    broker,
                    "orders",
                    IntStream.range(0, 100).mapToObj(i -> "v" + i).toList());
            await().untilAsserted(() -> assertThat(sink.values).hasSize(100));
        }
    }

    private static void awaitState(TestNode node, String kind, String name, String state) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(node.deployment(kind, name).encode()).contains("\"state\":\"" + state + "\""));
    }

    private static long lag(TestNode node) {
        JsonArray lag = node.deployment("Connector", "recorder").getJsonArray("lag");
        assertThat(lag).isNotEmpty();
        return lag.stream()
                .mapToLong(each -> ((JsonObject) each).getLong("records"))
                .sum();
    }

    private static List<JsonObject> problems(HttpResponse<String> response) {
        return new JsonObject(response.body())
                .getJsonArray("problems").stream()
                        .map(each -> (JsonObject) each)
                        .toList();
    }

    private static void produce(TestNode node, String topic, List<String> values) {
        Map<String, Object> properties = Map.copyOf(node.kafka().client("test"));
        try (var producer = new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            values.stream()
                    .map(value -> producer.send(new ProducerRecord<>(topic, value)))
                    .toList()
                    .forEach(NodeIT::settle);
        }
    }

    private static void settle(Future<?> future) {
        try {
            future.get();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static List<String> read(TestNode node, String topic) {
        Map<String, Object> properties = Map.copyOf(node.kafka().client("test"));
        try (var consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            List<String> values = new ArrayList<>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            }
            return values;
        }
    }
}
