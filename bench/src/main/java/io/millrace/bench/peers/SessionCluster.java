package io.millrace.bench.peers;

import static org.awaitility.Awaitility.await;

import io.millrace.bench.ChildProcess;
import io.millrace.node.Ports;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Flink's own session cluster, of the jars that the distribution brings: a JobManager, and a TaskManager with the heap, managed memory,
 * network memory and collector that an application of a node has. Blocks; one thread.
 */
public final class SessionCluster implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofMinutes(2);

    /** Source: env.java.opts.all of the config.yaml in Flink's own distribution, for Java 17. */
    private static final List<String> OPENED = List.of(
            "java.lang",
            "java.net",
            "java.io",
            "java.nio",
            "sun.nio.ch",
            "java.lang.reflect",
            "java.text",
            "java.time",
            "java.util",
            "java.util.concurrent",
            "java.util.concurrent.atomic",
            "java.util.concurrent.locks");

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<ChildProcess> processes = new ArrayList<>();
    private final int rest;

    /**
     * Starts both processes.
     *
     * @param flink folder with {@code lib}
     * @param directory empty
     * @param heapMebibytes of the TaskManager
     */
    public SessionCluster(Path flink, Path directory, Path log, int slots, int heapMebibytes) {
        rest = Ports.free("127.0.0.1");
        try {
            Files.writeString(
                    directory.resolve("config.yaml"), new JsonObject(settings(directory, slots)).encodePrettily());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        processes.add(start(
                flink, directory, log, 256, "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint"));
        processes.add(
                start(flink, directory, log, heapMebibytes, "org.apache.flink.runtime.taskexecutor.TaskManagerRunner"));
        await("slots of the session cluster")
                .atMost(LONGEST)
                .ignoreExceptions()
                .until(() -> get("/overview").getInteger("slots-available") == slots);
    }

    private Map<String, Object> settings(Path directory, int slots) {
        return Map.ofEntries(
                Map.entry("jobmanager.rpc.address", "127.0.0.1"),
                Map.entry("jobmanager.rpc.port", Integer.toString(Ports.free("127.0.0.1"))),
                Map.entry("rest.port", Integer.toString(rest)),
                Map.entry("rest.address", "127.0.0.1"),
                Map.entry("taskmanager.host", "127.0.0.1"),
                Map.entry("taskmanager.numberOfTaskSlots", Integer.toString(slots)),
                Map.entry("taskmanager.cpu.cores", Integer.toString(slots)),
                Map.entry("taskmanager.memory.task.heap.size", "384m"),
                Map.entry("taskmanager.memory.task.off-heap.size", "0m"),
                Map.entry("taskmanager.memory.network.min", "32m"),
                Map.entry("taskmanager.memory.network.max", "32m"),
                Map.entry("taskmanager.memory.managed.size", "64m"),
                // What follows changes no limit of the process; a TaskManager wants to be told.
                Map.entry("taskmanager.memory.framework.heap.size", "128m"),
                Map.entry("taskmanager.memory.framework.off-heap.size", "128m"),
                Map.entry("taskmanager.memory.jvm-metaspace.size", "256m"),
                Map.entry("taskmanager.memory.jvm-overhead.min", "192m"),
                Map.entry("taskmanager.memory.jvm-overhead.max", "192m"),
                Map.entry(
                        "execution.checkpointing.dir",
                        directory.resolve("checkpoints").toUri().toString()),
                Map.entry("io.tmp.dirs", directory.toString()));
    }

    private static ChildProcess start(Path flink, Path directory, Path log, int heapMebibytes, String main) {
        List<String> command =
                new ArrayList<>(List.of(ChildProcess.javaCommand(), "-Xmx" + heapMebibytes + "m", "-XX:+UseSerialGC"));
        OPENED.forEach(name -> command.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
        command.addAll(List.of("-cp", flink.resolve("lib") + "/*", main, "--configDir", directory.toString()));
        return ChildProcess.command(log, command);
    }

    /** Process of the TaskManager, which does the work. */
    public long worker() {
        return processes.get(1).pid();
    }

    /** Runs a program, which submits its job. */
    public void run(
            Path jar, String entryClass, List<String> arguments, int parallelism, Map<String, String> configuration) {
        String boundary = "millrace-bench";
        String head = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\"job.jar\"\r\n"
                + "Content-Type: application/x-java-archive\r\n\r\n";
        try {
            BodyPublisher form = BodyPublishers.concat(
                    BodyPublishers.ofString(head),
                    BodyPublishers.ofFile(jar),
                    BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
            String file = send(request("/jars/upload")
                            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                            .POST(form))
                    .getString("filename");
            JsonObject run = new JsonObject()
                    .put("entryClass", entryClass)
                    .put("programArgsList", new JsonArray(arguments))
                    .put("parallelism", parallelism)
                    .put("flinkConfiguration", new JsonObject(Map.copyOf(configuration)));
            send(request("/jars/" + file.substring(file.lastIndexOf('/') + 1) + "/run")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(run.encode(), StandardCharsets.UTF_8)));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private JsonObject get(String path) {
        return send(request(path).GET());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + rest + path))
                .timeout(LONGEST);
    }

    private JsonObject send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IllegalStateException("Flink refused: " + response.body());
            }
            return new JsonObject(response.body());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        processes.forEach(ChildProcess::close);
    }
}
