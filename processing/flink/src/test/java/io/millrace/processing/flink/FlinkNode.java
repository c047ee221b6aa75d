package io.millrace.processing.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.testkit.node.TestNode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A node that runs the counting job, and what became of it. */
final class FlinkNode implements AutoCloseable {

    /** More than a test waits for. */
    static final int MANY = 1_000_000;

    static final Duration LONG = Duration.ofSeconds(60);

    /** A setting of applications that live for seconds, in which the second compiler would cost as much as all the rest. */
    static final String ONE_COMPILER = "env.java.opts.all: '-XX:TieredStopAtLevel=1'";

    private final Path dataDir;
    private final String jar;
    private final Map<String, String> settings;
    private TestNode node;

    private FlinkNode(Path dataDir, String jar, Map<String, String> settings) {
        this.dataDir = dataDir;
        this.jar = jar;
        this.settings = settings;
        this.node = TestNode.start(dataDir, settings, new FlinkPlugin());
    }

    static FlinkNode start(Path folder, Map<String, String> settings) throws IOException {
        Map<String, String> all = new HashMap<>(settings);
        all.put("kafka.port", Integer.toString(SessionCluster.freePort())); // the same after a restart
        return new FlinkNode(folder.resolve("data"), JobJar.counting(folder), all);
    }

    static FlinkNode start(Path folder) throws IOException {
        return start(folder, Map.of());
    }

    /** Ends the node in order, and starts it again. */
    void restart() {
        node.close();
        node = TestNode.start(dataDir, settings, new FlinkPlugin());
    }

    TestNode node() {
        return node;
    }

    /**
     * Applies the counting job, which writes to a topic of its name.
     *
     * @param trouble as the job takes it; {@code none} for none
     * @param settings further lines of the definition; first those of its {@code flinkConfiguration}, which begin with blanks
     */
    HttpResponse<String> apply(String name, int numbers, int perSecond, String trouble, String... settings) {
        return applyJar(jar, name, numbers, perSecond, trouble, settings);
    }

    /** Applies a counting job of another jar. */
    HttpResponse<String> applyJar(
            String jar, String name, int numbers, int perSecond, String trouble, String... settings) {
        return node.apply("""
                {kind: Topic, name: %1$s, partitions: 1}
                ---
                kind: FlinkJob
                name: %1$s
                codeUri: %2$s
                args: ["%3$s", "%1$s", "%4$d", "%5$d", "%6$s"]
                checkpointInterval: 500ms
                minPauseBetweenCheckpoints: 0ms
                memory: 256MiB
                flinkConfiguration:
                  %7$s
                %8$s
                """.formatted(
                        name,
                        jar,
                        node.kafka().publicBootstrapServers(),
                        numbers,
                        perSecond,
                        trouble,
                        ONE_COMPILER,
                        String.join("\n", settings)));
    }

    void run(String name, int numbers, int perSecond, String trouble, String... settings) {
        HttpResponse<String> answer = apply(name, numbers, perSecond, trouble, settings);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    JsonObject status(String name) {
        JsonArray status = node.deployment("FlinkJob", name).getJsonArray("status");
        return status == null || status.isEmpty() ? new JsonObject() : status.getJsonObject(0);
    }

    JsonObject details(String name) {
        return status(name).getJsonObject("details", new JsonObject());
    }

    void awaitState(String name, String state) {
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(status(name).getString("state"))
                        .as(() -> status(name).encodePrettily())
                        .isEqualTo(state));
    }

    /** Of the job that runs now. */
    void awaitCheckpoints(String name, int least) {
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(details(name).getInteger("checkpoints", 0))
                        .as(() -> status(name).encodePrettily())
                        .isGreaterThanOrEqualTo(least));
    }

    /** Kills the process of an application as nobody can catch it. */
    void kill(String name) throws IOException {
        try (DirectoryStream<Path> children =
                Files.newDirectoryStream(dataDir.resolve("children"), "flink-" + name + "-*")) {
            for (Path child : children) {
                long pid = Long.parseLong(Files.readString(child.resolve("pid")).strip());
                ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            }
        }
    }

    JsonObject ask(String name, String operation, JsonObject body) {
        HttpResponse<String> answer = node.post("/v1/deployments/FlinkJob/" + name + "/" + operation, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body());
    }

    /** Stops it, and looks at what it has done up to then. */
    void assertExactSoFar(String name) {
        node.post("/v1/deployments/FlinkJob/" + name + "/pause", new JsonObject());
        awaitState(name, "PAUSED");
        List<String> lines = committed(name);
        assertThat(lines).isNotEmpty();
        assertExact(lines, lines.size());
    }

    void assertExact(String name, int numbers) {
        assertExact(committed(name), numbers);
    }

    /** Every number up to the last was counted once: none is missing, none is there twice, no count was lost. */
    private static void assertExact(List<String> lines, long numbers) {
        TreeSet<Long> seen = new TreeSet<>();
        Map<Long, TreeSet<Long>> counts = new TreeMap<>();
        for (String line : lines) {
            String[] parts = line.split(" ", 3);
            assertThat(seen.add(Long.parseLong(parts[0]))).as("twice: " + line).isTrue();
            assertThat(counts.computeIfAbsent(Long.parseLong(parts[1]), first -> new TreeSet<>())
                            .add(Long.parseLong(parts[2])))
                    .as("state was lost before " + line)
                    .isTrue();
        }
        assertThat(seen).hasSize((int) numbers);
        assertThat(seen.last()).isEqualTo(numbers - 1);
        counts.values().forEach(each -> assertThat(each.last()).isEqualTo(each.size()));
    }

    /** All that readers of committed records see. */
    List<String> committed(String topic) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", node.kafka().publicBootstrapServers());
        properties.put("isolation.level", "read_committed");
        properties.put("group.id", UUID.randomUUID().toString());
        List<String> lines = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(500)).forEach(each -> lines.add(each.value()));
            }
        }
        return lines;
    }

    @Override
    public void close() {
        node.close();
    }
}
