package io.millrace.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.cli.Poll;
import io.millrace.cli.api.Api;
import io.millrace.cli.node.NodeProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The node that the demo starts for itself, on free ports. It ends with the demo, however that ends, unless it is kept. */
final class DemoNode implements AutoCloseable {

    private static final Duration START_PATIENCE = Duration.ofMinutes(2);
    private static final long END_PATIENCE_S = 60;
    private static final int LAST_LINES = 12;

    private final Path dataDir;
    private final boolean throwAway;
    private final Process process;
    private final Thread hook = new Thread(this::end, "end-node");
    private JsonNode listens = MissingNode.getInstance();

    /**
     * Starts the process; {@link #awaitReady()} before anything is asked of it.
     *
     * @param throwAway remove the data directory at the end
     */
    DemoNode(Path dataDir, boolean throwAway) throws IOException {
        this.dataDir = dataDir.toAbsolutePath().normalize();
        this.throwAway = throwAway;
        Files.createDirectories(this.dataDir);
        process = NodeProcess.detached(List.of(
                        "--set", "node.http.port=0", "--set", "kafka.port=0", "--set", "node.dataDir=" + this.dataDir))
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** @throws ProblemException with the node's last words when it does not start */
    void awaitReady() throws InterruptedException {
        boolean ready = Poll.until(() -> !process.isAlive() || isListening(), START_PATIENCE);
        if (!ready || !process.isAlive()) {
            throw new ProblemException(Problem.resource(
                    "node-not-started",
                    "the node did not start. Its last words:\n" + lastWords(),
                    null,
                    throwAway ? "Mend that, and try again." : "The whole log: " + log()));
        }
    }

    private boolean isListening() {
        Path file = dataDir.resolve("node.json");
        if (Files.exists(file)) {
            try {
                listens = new ObjectMapper().readTree(file.toFile());
            } catch (IOException halfWritten) {
                return false;
            }
        }
        // An earlier node's file says an earlier pid.
        return listens.path("pid").asLong() == process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    Api api() {
        return new Api(URI.create(http()), null);
    }

    /** URL of the gateway. */
    String http() {
        return listens.path("http").asText();
    }

    /** What Kafka clients connect to. */
    String bootstrapServers() {
        return listens.path("bootstrapServers").asText();
    }

    /** Names of the plugins that the node has. */
    List<String> plugins() {
        List<String> names = new ArrayList<>();
        api().node().path("plugins").forEach(plugin -> names.add(plugin.asText()));
        return names;
    }

    Path dataDir() {
        return dataDir;
    }

    /** Where a file sink writes whose {@code store.url} is {@code file:NAME}. */
    Path files(String name) {
        return dataDir.resolve("files").resolve(name);
    }

    /** Where the node's own object store keeps what is in a bucket. */
    Path bucket(String name) {
        return dataDir.resolve("s3/objects").resolve(name);
    }

    long pid() {
        return process.pid();
    }

    Path log() {
        return dataDir.resolve("node.log");
    }

    /** The node outlives the demo. */
    void keep() {
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    @Override
    public void close() {
        try {
            if (Runtime.getRuntime().removeShutdownHook(hook)) {
                end();
            }
        } catch (IllegalStateException ending) {
            // The hook does it.
        }
    }

    private void end() {
        process.destroy();
        try {
            if (!process.waitFor(END_PATIENCE_S, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            if (throwAway) {
                remove(dataDir);
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException left) {
            // What cannot be removed from a temporary folder is the system's to remove.
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log());
            return "  " + String.join("\n  ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
