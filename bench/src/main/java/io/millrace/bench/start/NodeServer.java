package io.millrace.bench.start;

import static org.awaitility.Awaitility.await;

import io.millrace.bench.ChildProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Ours: the assembled distribution, started by its own script.
 *
 * @param distribution its folder
 * @param http port of the gateway
 * @param heap as Java writes it
 */
public record NodeServer(Path distribution, int http, String heap) implements Server {

    @Override
    public ChildProcess start(Path directory, int port, Path log) {
        return ChildProcess.command(
                log,
                List.of(
                        "env",
                        "MILLRACE_HEAP=" + heap,
                        script(),
                        "start",
                        "--set",
                        "node.dataDir=" + directory,
                        "--set",
                        "node.http.port=" + http,
                        "--set",
                        "kafka.port=" + port));
    }

    /**
     * Starts it on a broker that runs already, and waits until it listens.
     *
     * @param cluster of which it is the only node; what others have deployed on that broker is not its own
     */
    public ChildProcess startOn(String servers, String cluster, Path directory, Path log) {
        ChildProcess node = ChildProcess.command(
                log,
                List.of(
                        "env",
                        "MILLRACE_HEAP=" + heap,
                        script(),
                        "start",
                        "--set",
                        "node.dataDir=" + directory,
                        "--set",
                        "node.http.port=" + http,
                        "--set",
                        "node.cluster=" + cluster,
                        "--set",
                        "kafka.mode=external",
                        "--set",
                        "kafka.bootstrapServers=" + servers));
        await("the node listens")
                .atMost(Duration.ofMinutes(1))
                .until(() -> Files.exists(directory.resolve("node.json")));
        return node;
    }

    /** Applies definitions, as a user does. */
    public void apply(Path definitions, Path log) {
        List<String> command =
                List.of(script(), "apply", "-f", definitions.toString(), "--server", "http://127.0.0.1:" + http);
        try (ChildProcess apply = ChildProcess.command(log, command)) {
            apply.requireDone(Duration.ofMinutes(1));
        }
    }

    private String script() {
        return distribution.resolve("bin/millrace").toString();
    }
}
