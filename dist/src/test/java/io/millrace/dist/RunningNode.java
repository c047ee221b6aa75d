package io.millrace.dist;

import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A node of the assembled distribution, as a process of its own on free ports. */
final class RunningNode implements AutoCloseable {

    private static final Path MILLRACE =
            Path.of("target", "millrace", "bin", "millrace").toAbsolutePath();

    private final Path dataDir;
    private final Process process;
    private JsonObject listens;

    RunningNode(Path dataDir) throws IOException {
        this(dataDir, Map.of());
    }

    /**
     * Returns when it listens.
     *
     * @param environment what differs from this process's
     */
    RunningNode(Path dataDir, Map<String, String> environment) throws IOException {
        this.dataDir = dataDir;
        Path log = dataDir.resolve("node.log");
        ProcessBuilder builder = new ProcessBuilder(
                        MILLRACE.toString(),
                        "start",
                        "--set",
                        "node.http.port=0",
                        "--set",
                        "kafka.port=0",
                        "--set",
                        "s3.port=0",
                        "--set",
                        "node.dataDir=" + dataDir)
                .directory(dataDir.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        process = builder.start();
        await("a node that listens; its log is " + log)
                .atMost(Duration.ofMinutes(2))
                .failFast(() -> !process.isAlive())
                .until(this::isListening);
    }

    private boolean isListening() throws IOException {
        Path file = dataDir.resolve("node.json");
        if (Files.exists(file)) {
            listens = new JsonObject(Files.readString(file));
        }
        return listens != null && listens.getLong("pid") == process.pid();
    }

    String bootstrapServers() {
        return listens.getString("bootstrapServers");
    }

    /** Of the gateway. */
    String url() {
        return listens.getString("http");
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Runs a verb of the command line against it. */
    Script.Ended millrace(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(MILLRACE.toString()));
        command.addAll(List.of(arguments));
        return Script.run(Map.of("MILLRACE_SERVER", listens.getString("http")), command);
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().completeOnTimeout(process, 30, TimeUnit.SECONDS).join();
        process.destroyForcibly();
    }
}
