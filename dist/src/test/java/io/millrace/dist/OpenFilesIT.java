package io.millrace.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A node of 512 MB, broker included, whose sink has two thousand Parquet files open. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class OpenFilesIT {

    private static final int SHOPS = 2_000;
    private static final int RECORDS = 400_000;
    private static final long SHARE = (512L << 20) / 4;

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void ofAFileSinkStayWithinTheMemoryAndEndAtTheirRotation() throws Exception {
        stayWithinTheMemoryAndEndAtTheirRotation("FileSink", "store.url: file:out", folder.resolve("files/out"));
    }

    /** Two thousand uploads take the embedded store most of a minute. */
    @Test
    @EnabledIfSystemProperty(named = "millrace.soak", matches = "true")
    void ofAnS3SinkStayWithinTheMemoryAndEndAtTheirRotation() throws Exception {
        stayWithinTheMemoryAndEndAtTheirRotation("S3Sink", "s3.bucket.name: bids", folder.resolve("s3/objects/bids"));
    }

    private void stayWithinTheMemoryAndEndAtTheirRotation(String sink, String where, Path place) throws Exception {
        try (RunningNode node = new RunningNode(folder, Map.of("MILLRACE_HEAP", "512m"))) {
            Path definitions = folder.resolve("bids.yaml");
            Files.writeString(definitions, """
                            kind: Topic
                            name: bids
                            ---
                            kind: Connector
                            name: bids-by-shop
                            config:
                              connector.class: %s
                              %s
                              format.class: ParquetFormat
                              parquet.codec: zstd
                              topics: bids
                              partitioner.class: FieldPartitioner
                              partition.field.name: shop.id
                              flush.size: %d
                            """.formatted(sink, where, RECORDS));
            Script.Ended applied = node.millrace("apply", "-f", definitions.toString());
            assertThat(applied.exitCode()).as(applied.output()).isZero();
            long expected = produce(node.bootstrapServers());

            await().atMost(Duration.ofMinutes(3))
                    .failFast(() -> !node.isAlive())
                    .until(() -> metric(node, "sink_records_written_total") == RECORDS);

            assertThat(metric(node, "sink_bytes_spilled_total")).isGreaterThan(SHARE / 4);
            assertThat(metric(node, "sink_files_written_total")).isEqualTo(SHOPS);
            await().untilAsserted(() -> {
                JsonObject written = written(node);
                assertThat(written.getInteger("files")).isEqualTo(SHOPS);
                assertThat(written.getInteger("openFiles")).isZero();
                assertThat(written.getLong("heldBytes")).isZero();
                assertThat(written.getLong("spilledBytes")).isGreaterThan(SHARE / 4);
            });
            Path topics = place.resolve("topics/bids");
            try (Stream<Path> folders = Files.list(topics)) {
                assertThat(folders)
                        .hasSize(SHOPS)
                        .allSatisfy(shop -> assertThat(shop).isDirectoryContaining("glob:**.zstd.parquet"));
            }
            assertThat(ask("SELECT count(*), count(DISTINCT filename), sum(price) FROM read_parquet('" + topics
                            + "/*/*.parquet', filename = true)"))
                    .containsExactly((long) RECORDS, (long) SHOPS, expected);
        }
    }

    private static JsonObject written(RunningNode node) throws IOException, InterruptedException {
        return new JsonObject(
                        node.millrace("describe", "bids-by-shop", "-o", "json").output())
                .getJsonArray("status")
                .getJsonObject(0)
                .getJsonObject("details")
                .getJsonObject("written");
    }

    /** @return the sum of all prices */
    private static long produce(String bootstrapServers) {
        Random random = new Random(42);
        long sum = 0;
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrapServers, "acks", "1", "linger.ms", "20", "batch.size", 1 << 18);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < RECORDS; i++) {
                int price = random.nextInt(10_000_000);
                sum += price;
                var unused = producer.send(
                        new ProducerRecord<>("bids", bid(random, i, price).getBytes(StandardCharsets.UTF_8)));
            }
        }
        return sum;
    }

    private static String bid(Random random, int number, int price) {
        return "{\"auction\":" + (1_000 + number / 50)
                + ",\"bidder\":{\"id\":" + random.nextInt(100_000)
                + ",\"name\":\"bidder " + random.nextInt(5_000)
                + "\",\"rating\":" + random.nextInt(50) / 10.0
                + "},\"price\":" + price
                + ",\"currency\":\"USD\",\"channel\":\"" + (random.nextBoolean() ? "web" : "phone")
                + "\",\"url\":\"https://auctions.example/" + Long.toString(random.nextLong(), 36)
                + "/item.htm\",\"dateTime\":" + (1_700_000_000_000L + number / 10)
                + ",\"shop\":{\"id\":" + number % SHOPS
                + ",\"city\":\"city " + random.nextInt(300)
                + "\",\"state\":\"AZ\"},\"tags\":[\"new\",\"used\"],\"session\":{\"agent\":\"Firefox/128.0\",\"extra\":\""
                + Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong())
                + "\"}}";
    }

    /** The sum of a metric's values; 0 when there is none. */
    private long metric(RunningNode node, String name) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(node.url() + "/metrics")).build();
        try (Stream<String> lines = http.send(request, BodyHandlers.ofLines()).body()) {
            return (long) lines.filter(line -> line.startsWith(name + "{"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .sum();
        }
    }

    private static List<Long> ask(String query) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return List.of(result.getLong(1), result.getLong(2), result.getLong(3));
        }
    }
}
