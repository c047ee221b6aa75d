package io.millrace.processing.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.processing.flink.code.UserJar;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Applications that are scripts. */
@Timeout(120)
class SqlJobIT extends FlinkFixture {

    private static final int RECORDS = 500;

    @Test
    void runsAllInsertsOfAScriptAsOneJobWithFunctionsOfTheUsers() throws Exception {
        Path functions = functions();
        Path script = Files.writeString(folder.resolve("words.sql"), """
                SET 'table.local-time-zone' = 'UTC';
                CREATE TABLE words (n BIGINT, word STRING) WITH (
                  'connector' = 'kafka', 'topic' = 'words', 'format' = 'json', 'scan.startup.mode' = 'earliest-offset',
                  'properties.bootstrap.servers' = '${millrace:bootstrapServers}');
                CREATE FUNCTION shout AS 'demo.Shout';
                CREATE VIEW evens AS SELECT n, shout(word) AS word FROM words WHERE MOD(n, 2) = 0;
                CREATE TABLE loud (n BIGINT, word STRING) WITH (
                  'connector' = 'kafka', 'topic' = 'loud', 'format' = 'json',
                  'properties.bootstrap.servers' = '${millrace:bootstrapServers}');
                CREATE TABLE files (n BIGINT, word STRING) WITH (
                  'connector' = 'filesystem', 'path' = '%s', 'format' = 'parquet');
                INSERT INTO loud SELECT n, word FROM evens;
                INSERT INTO files SELECT n, word FROM words;
                """.formatted(
                        folder.resolve("parquet").toUri()));
        HttpResponse<String> answer =
                node.node().apply("""
                {kind: Topic, name: words, partitions: 1}
                ---
                {kind: Topic, name: loud, partitions: 1}
                ---
                kind: FlinkJob
                name: words
                sql: %s
                udfUris: ["%s"]
                checkpointInterval: 500ms
                minPauseBetweenCheckpoints: 0ms
                memory: 384MiB
                flinkConfiguration: {%s}
                """.formatted(script.toUri(), functions.toUri(), FlinkNode.ONE_COMPILER));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        node.awaitState("words", "RUNNING");
        produce();

        await().atMost(FlinkNode.LONG).until(() -> node.committed("loud").size() >= RECORDS / 2);
        List<JsonObject> loud =
                node.committed("loud").stream().map(JsonObject::new).toList();
        assertThat(loud)
                .hasSize(RECORDS / 2)
                .allMatch(each -> each.getString("word").equals("WORD " + each.getInteger("n")));
        await().atMost(FlinkNode.LONG).until(() -> !parquet().isEmpty());
    }

    @Test
    void refusesAScriptAtItsLine() throws Exception {
        Path script = Files.writeString(folder.resolve("wrong.sql"), """
                CREATE TABLE numbers (n BIGINT) WITH ('connector' = 'datagen');
                CREATE TABLE nowhere (n BIGINT) WITH ('connector' = 'blackhole');
                INSERT INTO nowhere
                  SELECT m FROM numbers;
                """);
        HttpResponse<String> answer = node.node().apply("""
                kind: FlinkJob
                name: wrong
                sql: %s
                """.formatted(script.toUri()));
        assertThat(answer.statusCode()).isEqualTo(400);
        JsonObject problem =
                new JsonObject(answer.body()).getJsonArray("problems").getJsonObject(0);
        assertThat(problem.getString("what")).isEqualTo("Column 'm' not found in any table.");
        assertThat(problem.getJsonObject("where").getInteger("line")).isEqualTo(4);
        assertThat(problem.getJsonObject("where").getInteger("column")).isEqualTo(10);
        assertThat(problem.getJsonObject("where").getString("file")).endsWith("wrong.sql");
    }

    private static List<Path> parquet() throws IOException {
        List<Path> whole = new ArrayList<>();
        Path files = folder.resolve("parquet");
        if (Files.exists(files)) {
            try (var all = Files.walk(files)) {
                all.filter(file -> file.getFileName().toString().startsWith("part-"))
                        .forEach(whole::add);
            }
        }
        return whole;
    }

    private static Path functions() throws IOException {
        return new UserJar(folder)
                .againstAll(JobJar.FLINK.resolve("lib"))
                .classes(Map.of("demo.Shout", """
                        package demo;
                        public class Shout extends org.apache.flink.table.functions.ScalarFunction {
                            public String eval(String word) {
                                return word.toUpperCase();
                            }
                        }
                        """))
                .write("functions.jar");
    }

    private static void produce() throws Exception {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", node.node().kafka().publicBootstrapServers());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int i = 0; i < RECORDS; i++) {
                sent.add(producer.send(new ProducerRecord<>(
                        "words",
                        new JsonObject().put("n", i).put("word", "word " + i).encode())));
            }
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
        }
    }
}
