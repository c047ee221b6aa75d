package io.millrace.processing.flink;

import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A session cluster as somebody else would run it: one JobManager and one TaskManager, from Flink's jars alone. */
final class SessionCluster implements AutoCloseable {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final Path folder;
    private final int port;
    private Process jobManager;
    private Process taskManager;

    private SessionCluster(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    static SessionCluster start(Path folder, int slots) throws IOException {
        SessionCluster cluster = new SessionCluster(folder, freePort());
        cluster.configure(slots);
        cluster.startJobManager();
        cluster.startTaskManager();
        return cluster;
    }

    private void configure(int slots) throws IOException {
        Map<String, Object> settings = new TreeMap<>();
        settings.put("rest.address", "127.0.0.1");
        settings.put("rest.port", Integer.toString(port));
        settings.put("jobmanager.rpc.address", "127.0.0.1");
        settings.put("jobmanager.rpc.port", Integer.toString(freePort()));
        settings.put("taskmanager.host", "127.0.0.1");
        settings.put("taskmanager.numberOfTaskSlots", Integer.toString(slots));
        settings.put("taskmanager.cpu.cores", "1");
        settings.put("taskmanager.memory.task.heap.size", "96m");
        settings.put("taskmanager.memory.task.off-heap.size", "0m");
        settings.put("taskmanager.memory.framework.heap.size", "64m");
        settings.put("taskmanager.memory.framework.off-heap.size", "64m");
        settings.put("taskmanager.memory.network.min", "32m");
        settings.put("taskmanager.memory.network.max", "32m");
        settings.put("taskmanager.memory.managed.size", "32m");
        settings.put("taskmanager.memory.jvm-metaspace.size", "128m");
        settings.put("taskmanager.memory.jvm-overhead.min", "64m");
        settings.put("taskmanager.memory.jvm-overhead.max", "64m");
        settings.put("heartbeat.interval", "500");
        settings.put("heartbeat.timeout", "3000");
        settings.put(
                "io.tmp.dirs", Files.createDirectories(folder.resolve("tmp")).toString());
        Files.writeString(folder.resolve("config.yaml"), new JsonObject(settings).encode());
    }

    String address() {
        return "http://127.0.0.1:" + port;
    }

    void startJobManager() throws IOException {
        jobManager = java("org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint");
        await().atMost(LONG).ignoreExceptions().until(() -> ask("/config").containsKey("flink-version"));
    }

    void startTaskManager() throws IOException {
        taskManager = java("org.apache.flink.runtime.taskexecutor.TaskManagerRunner");
        await().atMost(LONG).ignoreExceptions().until(() -> ask("/overview").getInteger("taskmanagers") == 1);
    }

    void killJobManager() {
        kill(jobManager);
    }

    void killTaskManager() {
        kill(taskManager);
    }

    private Process java(String main) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                "-cp",
                JobJar.FLINK.resolve("lib") + "/*",
                main,
                "--configDir",
                folder.toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
    }

    private JsonObject ask(String path) throws IOException, InterruptedException {
        return new JsonObject(HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(address() + path)).build(), BodyHandlers.ofString())
                .body());
    }

    private static void kill(Process process) {
        process.destroyForcibly().onExit().join();
    }

    static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    @Override
    public void close() {
        kill(taskManager);
        kill(jobManager);
    }
}
