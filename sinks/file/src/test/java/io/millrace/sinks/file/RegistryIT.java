package io.millrace.sinks.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.millrace.testkit.node.TestNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that Apicurio's serializers wrote with Apicurio's registry, through a real topic into files that DuckDB reads. */
class RegistryIT {

    private static final int ORDERS = 200;
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static Apicurio registry;
    private static TestNode node;

    @BeforeAll
    static void start() throws Exception {
        registry = new Apicurio(folder);
        node = TestNode.start(folder.resolve("data"), new FileSinkPlugin());
        for (String topic : List.of("orders", "visits", "trips")) {
            apply("{kind: Topic, name: " + topic + ", partitions: 1}");
        }
        registry.produce("AvroOrders", bootstrapServers(), "orders", 0, ORDERS);
    }

    @AfterAll
    static void stop() {
        node.close();
        registry.close();
    }

    @Test
    void writesAvroOfTwoSchemasAsOneTable() throws Exception {
        apply(sink(
                        "orders",
                        "orders",
                        "io.confluent.connect.avro.AvroConverter",
                        "ParquetFormat",
                        deadEnd() + "," + registry.url())
                + """
                  key.converter: io.confluent.connect.avro.AvroConverter
                  key.converter.schema.registry.url: %s
                  metadata.fields: key,offset
                """.formatted(registry.url()));
        List<Path> files = files("orders", ORDERS);
        assertThat(files).as("schemas that alternate make no files").hasSize(2);
        String table = "read_parquet('" + folder.resolve("out/orders")
                + "/**/*.parquet', union_by_name = true, hive_partitioning = false)";
        assertThat(ask("SELECT column_name || ' ' || column_type FROM (DESCRIBE SELECT * FROM " + table + ")"))
                .startsWith(
                        "_key VARCHAR",
                        "_offset BIGINT",
                        "id BIGINT",
                        "at TIMESTAMP WITH TIME ZONE",
                        "price DECIMAL(9,2)")
                .contains(
                        "state VARCHAR",
                        "note VARCHAR",
                        "items STRUCT(\"name\" VARCHAR, count BIGINT)[]",
                        "tags MAP(VARCHAR, VARCHAR)");
        assertThat(ask("SELECT count(*) || ' ' || count(DISTINCT id) || ' ' || sum(id) || ' ' || sum(price) FROM "
                        + table))
                .containsExactly("200 200 19900 99.00");
        assertThat(ask(
                        "SELECT count(state) || ' ' || count(note) || ' ' || count(items) || ' ' || sum(items[1].count) FROM "
                                + table))
                .containsExactly("100 50 100 10000");
        assertThat(ask("SELECT count(*) FROM " + table
                        + " WHERE id = _offset AND epoch_ms(\"at\") = 1767225600000 + id"
                        + " AND _key = '{\"shop\":\"s' || (id % 3) || '\"}'"
                        + " AND (id % 2 = 0 OR tags['k'] = 'v' || id)"))
                .containsExactly("200");
    }

    @Test
    void makesFoldersOfFieldsOfAvro() throws Exception {
        apply(sink("days", "orders", "AvroConverter", "JsonFormat", registry.url()) + """
                  partitioner.class: TimeBasedPartitioner
                  timestamp.extractor: RecordField
                  timestamp.field: at
                  path.format: "'day'=YYYY-MM-dd"
                """);
        List<Path> files = files("days", ORDERS);
        assertThat(files).allSatisfy(file -> assertThat(file.getParent()).hasFileName("day=2026-01-01"));
        assertThat(Files.readAllLines(files.get(0)).subList(0, 2))
                .containsExactly(
                        "{\"id\":0,\"at\":\"2026-01-01T00:00:00Z\",\"price\":0.00,\"state\":\"PAID\",\"note\":null}",
                        "{\"id\":1,\"at\":\"2026-01-01T00:00:00.001Z\",\"price\":0.01,\"items\":[{\"name\":\"x\",\"count\":1}],"
                                + "\"tags\":{\"k\":\"v1\"}}");
    }

    @Test
    void writesJsonOfTwoSchemasAsOneTable() throws Exception {
        registry.produce("JsonVisits", bootstrapServers(), "visits", 0, 100);
        apply(sink(
                "visits", "visits", "io.confluent.connect.json.JsonSchemaConverter", "ParquetFormat", registry.url()));
        assertThat(files("visits", 100))
                .as("one more for a whole number that became a fraction")
                .hasSize(2);
        String table = "read_parquet('" + folder.resolve("out/visits")
                + "/**/*.parquet', union_by_name = true, hive_partitioning = false)";
        assertThat(ask("SELECT column_name || ' ' || column_type FROM (DESCRIBE SELECT * FROM " + table + ")"))
                .containsExactly("id BIGINT", "length DOUBLE", "at TIMESTAMP WITH TIME ZONE", "pages VARCHAR[]");
        assertThat(ask("SELECT count(*) || ' ' || sum(id) || ' ' || sum(length) || ' ' || count(\"at\") || ' '"
                        + " || sum(len(pages)) FROM " + table))
                .containsExactly("100 4950 4975.0 50 50");
    }

    @Test
    void writesProtobufOfTwoSchemasAsOneTable() throws Exception {
        registry.produce("ProtobufTrips", bootstrapServers(), "trips", 0, 100);
        apply(sink(
                "trips", "trips", "io.confluent.connect.protobuf.ProtobufConverter", "ParquetFormat", registry.url()));
        assertThat(files("trips", 100)).hasSize(1);
        String table = "read_parquet('" + folder.resolve("out/trips") + "/**/*.parquet', hive_partitioning = false)";
        assertThat(ask("SELECT column_name || ' ' || column_type FROM (DESCRIBE SELECT * FROM " + table + ")"))
                .containsExactly("id BIGINT", "at TIMESTAMP WITH TIME ZONE", "stops VARCHAR[]", "price DOUBLE");
        assertThat(ask("SELECT count(*) || ' ' || sum(id) || ' ' || count(price) || ' ' || sum(price) || ' '"
                        + " || count_if(epoch_ms(\"at\") = 1767225600000 + 1000 * id AND stops[1] = 's' || id) FROM "
                        + table))
                .containsExactly("100 4950 50 1250.0 100");
    }

    @Test
    void waitsForARegistryThatIsNotThereAndLosesNothing() throws Exception {
        int port = freePort();
        apply(sink("waiting", "orders", "AvroConverter", "ParquetFormat", "http://127.0.0.1:" + port + "/registry"));
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(
                                node.deployment("Connector", "waiting").encode())
                        .contains("The schema registry at http://127.0.0.1:" + port + "/registry does not answer"));
        HttpServer gate = gate(port);
        try {
            assertThat(files("waiting", ORDERS)).isNotEmpty();
        } finally {
            gate.stop(0);
        }
        assertThat(node.get("/v1/topics").body()).doesNotContain("waiting-dead-letters");
    }

    private static void apply(String definition) {
        HttpResponse<String> answer = node.apply(definition);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static String sink(String name, String topic, String converter, String format, String registries) {
        return """
                kind: Connector
                name: %1$s
                config:
                  connector.class: FileSink
                  store.url: %5$s
                  topics: %6$s
                  topics.dir: %1$s
                  flush.size: 100
                  format.class: %3$s
                  value.converter: %2$s
                  value.converter.schema.registry.url: %4$s
                """.formatted(
                name, converter, format, registries, folder.resolve("out").toUri(), topic);
    }

    private static String bootstrapServers() {
        return node.kafka().publicBootstrapServers();
    }

    /** A URL that nobody answers. */
    private static String deadEnd() throws IOException {
        return "http://127.0.0.1:" + freePort();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Leads to the registry. */
    private static HttpServer gate(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        HttpClient http = HttpClient.newHttpClient();
        server.createContext("/registry/", exchange -> {
            String path = exchange.getRequestURI().getRawPath().substring("/registry".length());
            try {
                HttpResponse<byte[]> answer = http.send(
                        HttpRequest.newBuilder(URI.create(registry.url() + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
                exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
                exchange.getResponseBody().write(answer.body());
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        server.start();
        return server;
    }

    /** Files of a sink when they have so many records, in their order. */
    private static List<Path> files(String sink, int records) {
        await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(node.deployment("Connector", sink).encode())
                                .containsPattern("\"files\":[0-9]+,\"records\":" + records + ","));
        try (Stream<Path> all = Files.walk(folder.resolve("out").resolve(sink))) {
            return all.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private static List<String> ask(String query) throws SQLException {
        List<String> answers = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            try (ResultSet result = statement.executeQuery(query)) {
                while (result.next()) {
                    answers.add(result.getString(1));
                }
            }
        }
        return answers;
    }
}
