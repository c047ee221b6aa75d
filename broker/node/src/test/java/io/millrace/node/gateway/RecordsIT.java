package io.millrace.node.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.node.topics.KafkaAdmin;
import io.millrace.node.topics.KafkaTopics;
import io.millrace.node.topics.SharedBroker;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records over HTTP, against a real broker. */
class RecordsIT {

    @TempDir
    static Path directory;

    private static Vertx vertx;
    private static KafkaAdmin admin;
    private static TestGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        vertx = Vertx.vertx();
        admin = new KafkaAdmin(vertx, SharedBroker.access());
        gateway = new TestGateway(directory, SharedBroker.access(), null);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        admin.close().await();
        vertx.close().await();
    }

    @Test
    void whatIsWrittenIsReadInOrder() throws Exception {
        topic("echo", 1);
        String lines = """
                {"key": "k1", "value": {"mag": 4.50, "place": "Ö"}, "headers": {"a": "1", "b": ["2", null]}, "timestamp": "2026-01-31T12:00:00.123Z"}
                {"value": [1, 2]}

                {"key": {"$base64": "/w=="}, "value": null, "timestamp": 0}
                {"value": "text", "partition": 0}""";
        JsonObject produced = produce("echo", lines);
        assertThat(produced.getInteger("records")).isEqualTo(4);
        assertThat(produced.getJsonArray("offsets").getJsonObject(0))
                .isEqualTo(new JsonObject("{\"partition\": 0, \"first\": 0, \"last\": 3}"));

        List<String> read = consume("echo", "");
        assertThat(read).hasSize(4);
        assertThat(read.get(0)).isEqualTo("""
                {"partition":0,"offset":0,"timestamp":"2026-01-31T12:00:00.123Z","key":"k1",\
                "value":{"mag": 4.50, "place": "Ö"},"headers":{"a":"1","b":["2",null]}}""");
        assertThat(read.get(1)).contains("\"key\":null,\"value\":[1, 2]}");
        assertThat(read.get(2)).isEqualTo("""
                {"partition":0,"offset":2,"timestamp":"1970-01-01T00:00:00Z","key":{"$base64":"/w=="},"value":null}""");
        assertThat(new JsonObject(read.get(3)).getString("value")).isEqualTo("text");
    }

    @Test
    void readsFromWhereItIsAsked() throws Exception {
        topic("places", 2);
        produce(
                "places",
                IntStream.range(0, 10)
                        .mapToObj(i -> "{\"value\": \"v" + i + "\", \"partition\": " + i % 2 + ", \"timestamp\": "
                                + (1000 + i) + "}")
                        .collect(Collectors.joining("\n")));

        assertThat(values(consume("places", "?from=earliest&partition=0")))
                .containsExactly("v0", "v2", "v4", "v6", "v8");
        assertThat(values(consume("places", "?from=3&partition=1"))).containsExactly("v7", "v9");
        assertThat(values(consume("places", "?from=99&partition=1"))).isEmpty();
        assertThat(values(consume("places", "?from=1970-01-01T00:00:01.008Z"))).containsExactlyInAnyOrder("v8", "v9");
        assertThat(values(consume("places", "?from=1970-01-01T01:00:01.008+01:00")))
                .hasSize(2);
        assertThat(values(consume("places", "?from=2030-01-01T00:00:00Z"))).isEmpty();
        assertThat(values(consume("places", "?from=latest"))).isEmpty();
        assertThat(values(consume("places", "?max=3"))).hasSize(3);
    }

    @Test
    void endsBehindTransactionMarkersAndHidesWhatWasAborted() throws Exception {
        topic("transactions", 1);
        try (Producer<byte[], byte[]> producer = SharedBroker.producer(Map.of("transactional.id", "records-it"))) {
            producer.initTransactions();
            for (boolean commit : new boolean[] {true, false}) {
                producer.beginTransaction();
                producer.send(new ProducerRecord<>("transactions", (commit ? "kept" : "lost").getBytes(UTF_8)))
                        .get();
                if (commit) {
                    producer.commitTransaction();
                } else {
                    producer.abortTransaction();
                }
            }
        }
        assertThat(values(consume("transactions", ""))).containsExactly("kept");
    }

    @Test
    void followsUntilTheReaderLeaves() throws Exception {
        topic("followed", 1);
        SharedBroker.produce("followed", 0, List.of("before"));
        await().until(() -> readerThreads() == 0);
        HttpResponse<InputStream> response = gateway.stream("/v1/topics/followed/records?from=latest&follow=true");
        assertThat(response.statusCode()).isEqualTo(200);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(response.body(), UTF_8))) {
            produce("followed", "{\"value\": \"after\"}");
            assertThat(new JsonObject(lines.readLine()).getString("value")).isEqualTo("after");
            assertThat(readerThreads()).isOne();
        }
        await().until(() -> readerThreads() == 0);
    }

    @Test
    void carriesRecordsOfManyMegabytes() throws Exception {
        new KafkaTopics(admin)
                .create("huge", 1, -1, Map.of("max.message.bytes", "10485760", "retention.ms", "-1"))
                .await();
        byte[] data = new byte[8 << 20];
        new Random(1).nextBytes(data);
        String base64 = Base64.getEncoder().encodeToString(data);
        produce("huge", "{\"value\": {\"$base64\": \"" + base64 + "\"}}\n{\"value\": \"small\"}");
        List<String> read = consume("huge", "");
        assertThat(read).hasSize(2);
        assertThat(Base64.getDecoder()
                        .decode(new JsonObject(read.get(0))
                                .getJsonObject("value")
                                .getString("$base64")))
                .isEqualTo(data);
    }

    @Test
    void refusesARecordOverTheTopicsLimitAndCountsWhatWasWritten() throws Exception {
        topic("limited", 1);
        String tooLarge = "{\"value\": \"" + "x".repeat(2 << 20) + "\"}";
        HttpResponse<String> refused = post("limited", "{\"value\": 1}\n{\"value\": 2}\n" + tooLarge);
        assertThat(refused.statusCode()).isEqualTo(413);
        JsonObject problem = new JsonObject(refused.body());
        assertThat(problem.getInteger("records")).isEqualTo(2);
        assertThat(problem.getJsonArray("problems")
                        .getJsonObject(0)
                        .getJsonObject("where")
                        .getInteger("line"))
                .isEqualTo(3);
        assertThat(values(consume("limited", ""))).containsExactly("1", "2");
    }

    @Test
    void stopsAtALineThatIsNotARecordAndNamesIt() throws Exception {
        topic("faulty", 1);
        HttpResponse<String> refused = post("faulty", "{\"value\": 1}\n\n{\"value\": }\n{\"value\": 4}\n");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.headers().firstValue("content-type")).contains("application/problem+json");
        JsonObject problem = new JsonObject(refused.body());
        assertThat(problem.getInteger("records")).isEqualTo(1);
        JsonObject where = problem.getJsonArray("problems").getJsonObject(0).getJsonObject("where");
        assertThat(where.getInteger("line")).isEqualTo(3);
        assertThat(where.getInteger("column")).isEqualTo(11);
        assertThat(values(consume("faulty", ""))).containsExactly("1");
    }

    @Test
    void answersAProblemThoughTheClientIsStillSending() throws Exception {
        topic("hasty", 1);
        byte[] first = "not json\n".getBytes(UTF_8);
        byte[] more =
                ("{\"value\": \"" + "x".repeat(1000) + "\"}\n").repeat(20_000).getBytes(UTF_8);
        HttpResponse<String> refused = gateway.send(
                "POST",
                "/v1/topics/hasty/records",
                "application/x-ndjson",
                BodyPublishers.ofInputStream(() ->
                        new SequenceInputStream(new ByteArrayInputStream(first), new ByteArrayInputStream(more))));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(consume("hasty", "")).isEmpty();
    }

    @Test
    void writesAStreamFarLargerThanItsBuffers() throws Exception {
        topic("long", 4);
        byte[] lines = ("{\"key\": \"k\", \"value\": \"" + "x".repeat(1000) + "\"}\n")
                .repeat(20_000)
                .getBytes(UTF_8);
        HttpResponse<String> response = gateway.send(
                "POST", "/v1/topics/long/records", "application/x-ndjson", BodyPublishers.ofByteArray(lines));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(response.body()).getInteger("records")).isEqualTo(20_000);
        assertThat(new JsonObject(gateway.get("/v1/topics/long").body())
                        .getJsonArray("partitions").stream()
                                .mapToInt(partition -> ((JsonObject) partition).getInteger("end"))
                                .sum())
                .isEqualTo(20_000);
    }

    @Test
    void knowsNoUnknownAndShowsNoInternalTopic() throws Exception {
        assertThat(gateway.get("/v1/topics/nowhere").statusCode()).isEqualTo(404);
        assertThat(gateway.get("/v1/topics/nowhere/records").statusCode()).isEqualTo(404);
        assertThat(post("nowhere", "{\"value\": 1}").statusCode()).isEqualTo(404);
        assertThat(gateway.get("/v1/topics/__consumer_offsets").statusCode()).isEqualTo(403);
        assertThat(gateway.get("/v1/topics/__consumer_offsets/records").statusCode())
                .isEqualTo(403);
        assertThat(post("__consumer_offsets", "{\"value\": 1}").statusCode()).isEqualTo(403);
        assertThat(gateway.get("/v1/topics").body()).doesNotContain("\"__");
    }

    @Test
    void tellsAllThatIsWrongWithAQueryAtOnce() throws Exception {
        topic("queried", 1);
        HttpResponse<String> refused =
                gateway.get("/v1/topics/queried/records?from=noon&partition=-1&max=0&follow=maybe&form=x");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(new JsonObject(refused.body()).getJsonArray("problems")).hasSize(5);
        assertThat(gateway.get("/v1/topics/queried/records?partition=7").statusCode())
                .isEqualTo(404);
    }

    @Test
    void showsTopicsAndGroups() throws Exception {
        topic("shown", 2);
        SharedBroker.produce("shown", 1, List.of("a", "b"));
        JsonObject topic = new JsonObject(gateway.get("/v1/topics/shown").body());
        assertThat(topic.getJsonArray("partitions")).hasSize(2);
        JsonObject partition = topic.getJsonArray("partitions").getJsonObject(1);
        assertThat(partition.getInteger("leader")).isEqualTo(1);
        assertThat(partition.getInteger("start")).isZero();
        assertThat(partition.getInteger("end")).isEqualTo(2);
        assertThat(partition.getLong("bytes")).isPositive();
        assertThat(gateway.get("/v1/groups").statusCode()).isEqualTo(200);
        assertThat(gateway.get("/v1/groups/nobody").statusCode()).isEqualTo(404);
        assertThat(gateway.get("/ready").statusCode()).isEqualTo(200);
    }

    private static void topic(String name, int partitions) {
        new KafkaTopics(admin)
                .create(name, partitions, -1, Map.of("retention.ms", "-1"))
                .await();
    }

    private static HttpResponse<String> post(String topic, String lines) throws Exception {
        return gateway.send(
                "POST", "/v1/topics/" + topic + "/records", "application/x-ndjson", BodyPublishers.ofString(lines));
    }

    private static JsonObject produce(String topic, String lines) throws Exception {
        HttpResponse<String> response = post(topic, lines);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return new JsonObject(response.body());
    }

    private static List<String> consume(String topic, String query) throws Exception {
        HttpResponse<String> response = gateway.get("/v1/topics/" + topic + "/records" + query);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).contains("application/x-ndjson");
        return response.body().lines().toList();
    }

    private static List<String> values(List<String> lines) {
        return lines.stream()
                .map(line -> new JsonObject(line).getString("value"))
                .toList();
    }

    private static int readerThreads() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("vert.x-kafka-consumer-thread"))
                .count();
    }
}
