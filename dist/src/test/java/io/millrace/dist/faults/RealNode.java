package io.millrace.dist.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.millrace.cli.api.Api;
import io.millrace.cli.api.DeploymentId;
import io.millrace.node.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.Utils;

/** A node as a process of the assembled distribution. It ends with this object, or with this JVM, at the latest. */
final class RealNode implements AutoCloseable {

    /** The assembled distribution. */
    static final Path HOME = Path.of("target", "millrace").toAbsolutePath();

    /** A start takes seconds; a machine that is busy with other things may need minutes. */
    private static final Duration START_PATIENCE = Duration.ofMinutes(4);

    private static final Duration STATE_PATIENCE = Duration.ofMinutes(4);
    private static final long STOP_PATIENCE_S = 240;
    private static final int LAST_LINES = 30;

    private final Path dataDir;
    private final Process process;
    private final Thread hook;
    private final long begun = System.nanoTime();
    private JsonNode listens = MissingNode.getInstance();

    /**
     * Starts the process; {@link #awaitReady()} before anything is asked of it.
     *
     * @param home a distribution
     * @param settings of {@code millrace.yaml} by dotted path
     */
    RealNode(Path home, Path dataDir, Map<String, String> settings) throws IOException {
        this.dataDir = Files.createDirectories(dataDir);
        List<String> command =
                new ArrayList<>(List.of(home.resolve("bin/millrace").toString(), "start"));
        command.addAll(List.of("--set", "node.dataDir=" + dataDir, "--set", "node.http.port=0"));
        settings.forEach((path, value) -> command.addAll(List.of("--set", path + "=" + value)));
        // The launcher becomes the node (exec), so this process is the one to kill.
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(dataDir.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        // It lives for seconds, in which the second compiler would cost as much as all the rest.
        builder.environment().merge("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1", (given, ours) -> given + " " + ours);
        process = builder.start();
        hook = new Thread(process::destroyForcibly, "end-node");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Settings of a node that is killed and comes back: one port, and a broker that may come back soon. */
    static Map<String, String> forKills() {
        return Map.of(
                "kafka.port", Integer.toString(Ports.free("127.0.0.1")),
                // A killed broker may not come back before this is over; the default is longer.
                "kafka.server.broker.session.timeout.ms", "2000",
                "kafka.server.broker.heartbeat.interval.ms", "500");
    }

    /** As coarse as the broker's time is. */
    static Instant now() {
        return Instant.ofEpochMilli(System.currentTimeMillis());
    }

    /** @return from the start of the process until it served */
    Duration awaitReady() {
        await().atMost(START_PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !process.isAlive() || isListening());
        assertThat(process.isAlive())
                .as(() -> "the node starts\n" + lastWords())
                .isTrue();
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private boolean isListening() throws IOException {
        Path file = dataDir.resolve("node.json");
        if (Files.exists(file)) {
            listens = new ObjectMapper().readTree(file.toFile());
        }
        // An earlier process's file says an earlier pid.
        return listens.path("pid").asLong() == process.pid();
    }

    Api api() {
        return new Api(URI.create(listens.path("http").asText()), null);
    }

    String bootstrapServers() {
        return listens.path("bootstrapServers").asText();
    }

    String clusterId() {
        return listens.path("clusterId").asText();
    }

    /** Waits until it says so of a sink. */
    void awaitState(Sink sink, String state) {
        awaitState(sink.id(), state);
    }

    void awaitState(DeploymentId id, String state) {
        await().atMost(STATE_PATIENCE).untilAsserted(() -> {
            JsonNode deployment = api().deployment(id);
            assertThat(deployment.path("state").asText())
                    .as(deployment::toString)
                    .isEqualTo(state);
        });
    }

    /** Where its broker keeps the offsets and the assignments of a group; which partition that is, is Kafka's rule. */
    List<Path> offsetFolders(String group) throws IOException {
        List<Path> all = SinkDisk.children(dataDir.resolve("kafka")).stream()
                .filter(folder -> folder.getFileName().toString().startsWith("__consumer_offsets-"))
                .toList();
        String own = all.isEmpty() ? "" : "-" + Utils.abs(group.hashCode()) % all.size();
        return all.stream().filter(folder -> folder.toString().endsWith(own)).toList();
    }

    /** What it started and what that started, as far as it still runs: whatever names its data directory. */
    List<ProcessHandle> children() {
        return ProcessHandle.allProcesses()
                .filter(other -> other.pid() != process.pid())
                .filter(other -> other.info().commandLine().orElse("").contains(dataDir.toString()))
                .toList();
    }

    /** SIGKILL; returns when the process is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    /** SIGTERM, and a node that stops in order. */
    void stop() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(STOP_PATIENCE_S, TimeUnit.SECONDS))
                .as(() -> "the node stops\n" + lastWords())
                .isTrue();
        assertThat(process.exitValue()).as(() -> "exit code\n" + lastWords()).isZero();
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    /** Ends it if it still runs. */
    @Override
    public void close() {
        process.destroyForcibly();
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    private Path log() {
        return dataDir.resolveSibling(dataDir.getFileName() + ".log");
    }

    String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
