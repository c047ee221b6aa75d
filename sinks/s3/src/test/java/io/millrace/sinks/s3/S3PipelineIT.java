package io.millrace.sinks.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.testkit.node.TestNode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.SeekableByteArrayInput;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Configurations as users have them, on a real node; the expected names are written by hand. */
class S3PipelineIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String QUICK_START_BUCKET = "confluent-kafka-connect-s3-testing";

    @TempDir
    private static Path dataDir;

    private static TestNode node;
    private static Producer<byte[], byte[]> producer;

    @BeforeAll
    static void start() {
        node = TestNode.start(dataDir, new S3Plugin());
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", node.kafka().publicBootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @AfterAll
    static void stop() {
        producer.close();
        node.close();
    }

    /** The quick start of the S3 sink's documentation, word for word but for the store, which is the node's own. */
    @Test
    void runsThePublishedQuickStart() throws Exception {
        topic("s3_topic", 1);
        for (int i = 1; i <= 9; i++) {
            send("s3_topic", 0, 0, "{\"f1\":\"value" + i + "\"}");
        }
        HttpResponse<String> answer = apply(quickStart("s3-sink", "s3_topic", "avro.AvroFormat"));
        assertThat(answer.body())
                .contains("s3.region has no effect: objects go to the node's own store")
                .contains("storage.class has no effect")
                .contains("schema.compatibility has no effect");
        try (Lister lister = lister()) {
            await().atMost(LONG)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(lister.keys(QUICK_START_BUCKET, "topics/s3_topic"))
                            .containsExactly(
                                    "topics/s3_topic/partition=0/s3_topic+0+0000000000.avro",
                                    "topics/s3_topic/partition=0/s3_topic+0+0000000003.avro",
                                    "topics/s3_topic/partition=0/s3_topic+0+0000000006.avro"));
            byte[] second = lister.bytes(QUICK_START_BUCKET, "topics/s3_topic/partition=0/s3_topic+0+0000000003.avro");
            try (var reader =
                    new DataFileReader<GenericRecord>(new SeekableByteArrayInput(second), new GenericDatumReader<>())) {
                assertThat((Iterable<GenericRecord>) reader)
                        .extracting(record -> record.get("f1").toString())
                        .containsExactly("value4", "value5", "value6");
            }
        }
    }

    @Test
    void tellsWhatItHasWritten() throws Exception {
        topic("lines", 1);
        for (int i = 1; i <= 9; i++) {
            send("lines", 0, 0, "{\"f1\":\"value" + i + "\"}");
        }
        apply(quickStart("s3-lines", "lines", "json.JsonFormat"));
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(
                                node.deployment("Connector", "s3-lines").encode())
                        .contains("\"files\":3,\"records\":9,\"bytes\":" + 9 * "{'f1':'value1'}\n".length())
                        .contains("\"lastFile\":\"topics/lines/partition=0/lines+0+0000000006.json\""));
        assertThat(written(QUICK_START_BUCKET, "topics/lines/", 3))
                .containsEntry(
                        "topics/lines/partition=0/lines+0+0000000003.json",
                        "{\"f1\":\"value4\"}\n{\"f1\":\"value5\"}\n{\"f1\":\"value6\"}\n");
    }

    private static String quickStart(String name, String topic, String format) {
        return """
                {
                  "name": "%s",
                  "config": {
                    "connector.class": "io.confluent.connect.s3.S3SinkConnector",
                    "tasks.max": "1",
                    "topics": "%s",
                    "s3.region": "us-west-2",
                    "s3.bucket.name": "%s",
                    "s3.part.size": "5242880",
                    "flush.size": "3",
                    "storage.class": "io.confluent.connect.s3.storage.S3Storage",
                    "format.class": "io.confluent.connect.s3.format.%s",
                    "partitioner.class": "io.confluent.connect.storage.partitioner.DefaultPartitioner",
                    "schema.compatibility": "NONE"
                  }
                }
                """.formatted(name, topic, QUICK_START_BUCKET, format);
    }

    @Test
    void makesFoldersOfFields() throws Exception {
        topic("orders", 1);
        send("orders", 0, 0, "{\"id\":1,\"country\":\"is\",\"shop\":7}");
        send("orders", 0, 0, "{\"id\":2,\"country\":\"cl\",\"shop\":7}");
        send("orders", 0, 0, "{\"id\":3,\"country\":\"is\",\"shop\":7}");
        send("orders", 0, 0, "{\"id\":4,\"country\":\"is\",\"shop\":8}");
        apply("""
                connector.class: S3SinkConnector
                name: by-field
                topics: orders
                s3.bucket.name: by-field
                flush.size: 4
                partitioner.class: io.confluent.connect.storage.partitioner.FieldPartitioner
                partition.field.name: country,shop
                format.class: io.confluent.connect.s3.format.json.JsonFormat
                """);
        assertThat(written("by-field", "topics/", 3))
                .containsExactly(
                        Map.entry(
                                "topics/orders/country=cl/shop=7/orders+0+0000000001.json",
                                "{\"id\":2,\"country\":\"cl\",\"shop\":7}\n"),
                        Map.entry(
                                "topics/orders/country=is/shop=7/orders+0+0000000000.json",
                                "{\"id\":1,\"country\":\"is\",\"shop\":7}\n{\"id\":3,\"country\":\"is\",\"shop\":7}\n"),
                        Map.entry(
                                "topics/orders/country=is/shop=8/orders+0+0000000003.json",
                                "{\"id\":4,\"country\":\"is\",\"shop\":8}\n"));
    }

    @Test
    void keepsWhatIsNoLineAsDeadLetters() throws Exception {
        topic("readings", 1);
        topic("unreadable", 1);
        send("readings", 0, 0, "{\"id\":1}");
        send("readings", 0, 0, "{'id':2}");
        send("readings", 0, 0, "{'id':\n3}");
        send("readings", 0, 0, "{\"id\":\n4}");
        send("readings", 0, 0, "five");
        send("readings", 0, 0, "{\"id\":6}");
        apply("""
                connector.class: S3SinkConnector
                name: as-they-are
                topics: readings
                s3.bucket.name: as-they-are
                flush.size: 4
                format.class: JsonFormat
                json.check: line
                errors.deadletterqueue.topic.name: unreadable
                """);
        assertThat(written("as-they-are", "topics/", 1))
                .containsExactly(Map.entry(
                        "topics/readings/partition=0/readings+0+0000000000.json",
                        "{\"id\":1}\n{'id':2}\n{\"id\":4}\n{\"id\":6}\n"));
        assertThat(values("unreadable", 2)).containsExactly("{'id':\n3}", "five");
    }

    @Test
    void makesFoldersOfTimeFromAPropertiesFile() throws Exception {
        topic("visits", 1);
        send("visits", 0, 1_754_006_399_999L, "{\"id\":1}"); // 2025-07-31T23:59:59.999Z
        send("visits", 0, 1_754_006_400_000L, "{\"id\":2}"); // 2025-08-01T00:00Z
        send("visits", 0, 1_754_010_000_000L, "{\"id\":3}"); // 2025-08-01T01:00Z
        HttpResponse<String> answer =
                node.post("/v1/apply", new JsonObject().put("source", """
                                name=by-time
                                connector.class=io.confluent.connect.s3.S3SinkConnector
                                tasks.max=1
                                topics=visits
                                s3.bucket.name=by-time
                                s3.part.size=5242880
                                flush.size=3
                                storage.class=io.confluent.connect.s3.storage.S3Storage
                                format.class=io.confluent.connect.s3.format.json.JsonFormat
                                partitioner.class=io.confluent.connect.storage.partitioner.TimeBasedPartitioner
                                partition.duration.ms=3600000
                                path.format='year'=YYYY/'month'=MM/'day'=dd/'hour'=HH
                                locale=en-US
                                timezone=UTC
                                timestamp.extractor=Record
                                """).put("file", "s3.properties"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(written("by-time", "topics/", 3).keySet())
                .containsExactly(
                        "topics/visits/year=2025/month=07/day=31/hour=23/visits+0+0000000000.json",
                        "topics/visits/year=2025/month=08/day=01/hour=00/visits+0+0000000001.json",
                        "topics/visits/year=2025/month=08/day=01/hour=01/visits+0+0000000002.json");
    }

    /** A config of Aiven's sink, with the settings of its documentation's example. */
    @Test
    void takesConfigsOfAivensSink() throws Exception {
        topic("source_topic", 1);
        producer.send(new ProducerRecord<>(
                        "source_topic", 0, 1_577_836_801_000L, "k1".getBytes(UTF_8), "{\"n\": 1}".getBytes(UTF_8)))
                .get();
        producer.send(new ProducerRecord<>("source_topic", 0, 1_580_515_200_000L, null, "7".getBytes(UTF_8)))
                .get();
        HttpResponse<String> answer = apply("""
                {
                  "name": "example-s3-sink",
                  "config": {
                    "aws.access.key.id": "AKI...",
                    "aws.secret.access.key": "SECRET_ACCESS_KEY",
                    "aws.s3.bucket.name": "aiven-example",
                    "aws.s3.prefix": "example-s3-sink/{{timestamp:unit=yyyy}}-{{timestamp:unit=MM}}/",
                    "aws.s3.region": "us-east-1",
                    "connector.class": "io.aiven.kafka.connect.s3.AivenKafkaConnectS3SinkConnector",
                    "format.output.type": "jsonl",
                    "format.output.fields": "value,key,timestamp,offset",
                    "key.converter": "org.apache.kafka.connect.storage.StringConverter",
                    "file.compression.type": "none",
                    "file.max.records": "2",
                    "tasks.max": 1,
                    "timestamp.source": "event",
                    "topics": "source_topic",
                    "value.converter": "org.apache.kafka.connect.json.JsonConverter",
                    "value.converter.schemas.enable": false
                  }
                }
                """);
        assertThat(answer.body()).contains("aws.s3.region has no effect");
        assertThat(written("aiven-example", "example-s3-sink/", 2))
                .containsExactly(
                        Map.entry(
                                "example-s3-sink/2020-01/source_topic-0-0",
                                "{\"value\":{\"n\": 1},\"key\":\"k1\",\"timestamp\":\"2020-01-01T00:00:01Z\",\"offset\":0}\n"),
                        Map.entry(
                                "example-s3-sink/2020-02/source_topic-0-1",
                                "{\"value\":7,\"key\":null,\"timestamp\":\"2020-02-01T00:00:00Z\",\"offset\":1}\n"));
    }

    @Test
    void tellsWhereTheStoreIsAndHowItIs() throws Exception {
        await().atMost(LONG).until(() -> node.get("/v1/node").body().contains("\"scheme\":\"s3\""));
        JsonObject store = new JsonObject(node.get("/v1/node").body())
                .getJsonArray("stores")
                .getJsonObject(0);
        assertThat(store.getString("mode")).isEqualTo("embedded");
        assertThat(store.getString("endpoint")).startsWith("http://127.0.0.1:");
    }

    @Test
    void refusesSettingsThatThereAreNot() {
        topic("other", 1);
        HttpResponse<String> answer = node.apply("""
                {"name": "bad", "config": {
                  "connector.class": "io.confluent.connect.s3.S3SinkConnector",
                  "topics": "other",
                  "s3.bucket.name": "bad_name",
                  "flush.sise": "3"
                }}
                """);
        assertThat(answer.statusCode()).isEqualTo(400);
        JsonArray problems = new JsonObject(answer.body()).getJsonArray("problems");
        assertThat(problems.encode()).contains("flush.sise").contains("Write flush.size.");
    }

    /** Without an end to what it keeps: records with times of years ago would be gone when the test is slow. */
    private static void topic(String name, int partitions) {
        HttpResponse<String> answer = node.apply(
                "{kind: Topic, name: " + name + ", partitions: " + partitions + ", config: {retention.ms: -1}}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static HttpResponse<String> apply(String definition) {
        HttpResponse<String> answer = node.apply(definition);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private static void send(String topic, int partition, long timestampMs, String value) throws Exception {
        producer.send(new ProducerRecord<>(
                        topic,
                        partition,
                        timestampMs == 0 ? null : timestampMs,
                        null,
                        value.getBytes(StandardCharsets.UTF_8)))
                .get();
    }

    /** Of a topic, when there are so many records. */
    private static List<String> values(String topic, int records) {
        List<String> values = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", node.kafka().publicBootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            consumer.seekToBeginning(consumer.assignment());
            await().atMost(LONG).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(new String(record.value(), UTF_8)));
                return values.size() >= records;
            });
        }
        return values;
    }

    /** Text by key, when there are so many objects. */
    private static Map<String, String> written(String bucket, String prefix, int objects) throws IOException {
        try (Lister lister = lister()) {
            await().atMost(LONG)
                    .ignoreExceptions()
                    .until(() -> lister.keys(bucket, prefix).size() == objects);
            return lister.texts(bucket, prefix);
        }
    }

    private static Lister lister() throws IOException {
        String endpoint = new JsonObject(node.get("/v1/node").body())
                .getJsonArray("stores")
                .getJsonObject(0)
                .getString("endpoint");
        return new Lister(endpoint, EmbeddedHost.key(dataDir));
    }
}
