package io.millrace.bench.flink;

import static org.awaitility.Awaitility.await;

import io.millrace.bench.Bench;
import io.millrace.bench.ChildProcess;
import io.millrace.bench.broker.BrokerProcess;
import io.millrace.bench.start.NodeServer;
import io.millrace.bench.start.ResidentMemory;
import io.millrace.node.Ports;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A node of its own that runs Flink applications, with an empty data directory, alone in its cluster. Blocks; one thread. */
final class FlinkNode implements AutoCloseable {

    /** Heap of an application's process. */
    static final int HEAP_MEBIBYTES = 512;

    static final int PARALLELISM = 2;

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(3);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path directory;
    private final Path cache;
    private final Path log;
    private final NodeServer server;
    private final ChildProcess process;

    /** @param name of its cluster, its folder and its log */
    FlinkNode(Bench bench, BrokerProcess broker, String name) {
        directory = bench.folder(name);
        cache = bench.distribution().resolve("cache");
        log = bench.log(name);
        server = new NodeServer(bench.distribution(), Ports.free("127.0.0.1"), "256m");
        process = server.startOn(broker.servers(), name, directory, log);
    }

    /** Applies an application, as a user does, without waiting for it. */
    void apply(String application, Path jar, List<String> arguments) {
        Path file = directory.resolve(application + ".yaml");
        String definition = """
                kind: FlinkJob
                name: %s
                codeUri: %s
                entryClass: %s
                args: [%s]
                parallelism: %d
                memory: %dMiB
                checkpointInterval: 1s
                minPauseBetweenCheckpoints: 0s
                """.formatted(
                        application,
                        jar,
                        CountingJob.class.getName(),
                        String.join(", ", arguments),
                        PARALLELISM,
                        HEAP_MEBIBYTES);
        try {
            Files.writeString(file, definition);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.apply(file, log);
    }

    /**
     * Waits until its job runs.
     *
     * @param former a job of it that is no more
     * @return Flink's id of the job
     */
    String awaitRunning(String application, String former) {
        return await(application + " runs")
                .atMost(LONGEST_WAIT)
                .pollInterval(LOOK_EVERY)
                .until(() -> job(application), job -> !job.isEmpty() && !job.equals(former));
    }

    /** Empty while none runs. */
    private String job(String application) {
        URI address = URI.create("http://127.0.0.1:" + server.http() + "/v1/deployments/FlinkJob/" + application);
        try {
            String answer = client.send(
                            HttpRequest.newBuilder(address)
                                    .timeout(LONGEST_WAIT)
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            JsonObject deployment = new JsonObject(answer);
            return deployment.getString("state", "").equals("RUNNING")
                    ? deployment
                            .getJsonArray("status")
                            .getJsonObject(0)
                            .getJsonObject("details")
                            .getString("job", "")
                    : "";
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** The process of the one application, once there is one. */
    ProcessHandle application() {
        return await("a process that runs Flink")
                .atMost(LONGEST_WAIT)
                .pollInterval(LOOK_EVERY)
                .until(() -> processes().filter(FlinkNode::isApplication).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    /** Neither the shell that watches it, nor a process that makes an archive of classes. */
    private static boolean isApplication(ProcessHandle process) {
        return process.info().command().orElse("").endsWith("java")
                && !process.info().commandLine().orElse("").contains("-XX:ArchiveClassesAtExit");
    }

    /** Waits until processes of Flink start as all but the very first do: from an archive of its classes, which that one makes. */
    void awaitArchive() {
        await("a class archive of Flink")
                .atMost(LONGEST_WAIT)
                .ignoreExceptionsInstanceOf(IOException.class) // files come and go
                .until(() -> {
                    try (Stream<Path> files = Files.list(cache)) {
                        return files.anyMatch(
                                file -> file.getFileName().toString().matches("flink-.*\\.jsa"));
                    }
                });
    }

    /** Mebibytes of the node alone. */
    double ownMemory() {
        return ResidentMemory.of(process.pid());
    }

    /** Mebibytes of all processes that the node runs, each for itself. */
    double childrenMemory() {
        return processes().mapToDouble(child -> ResidentMemory.of(child.pid())).sum();
    }

    private Stream<ProcessHandle> processes() {
        return ProcessHandle.of(process.pid()).stream().flatMap(ProcessHandle::descendants);
    }

    @Override
    public void close() {
        process.close();
    }
}
