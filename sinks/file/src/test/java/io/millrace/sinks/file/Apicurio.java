package io.millrace.sinks.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Apicurio's schema registry in a process of its own, with nothing in it, and producers that use its serializers. */
final class Apicurio implements AutoCloseable {

    private static final Path BUILT = Path.of("../apicurio/target");
    private static final Path PRODUCERS = Path.of("src/test/resources/producers");
    private static final Duration LONGEST_START = Duration.ofSeconds(90);
    private static final long LONGEST_PRODUCER_SECONDS = 120;

    private final Path log;
    private final int port;
    private final Process process;

    /** @param folder for its log */
    Apicurio(Path folder) throws IOException {
        log = folder.resolve("registry.log");
        port = freePort();
        process = java(
                        log,
                        "-Xmx256m",
                        "-Dquarkus.http.host=127.0.0.1",
                        "-Dquarkus.http.port=" + port,
                        "-jar",
                        runner().toString())
                .start();
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest subjects =
                HttpRequest.newBuilder(URI.create(url() + "/subjects")).build();
        await().atMost(LONGEST_START)
                .ignoreExceptions()
                .until(() -> http.send(subjects, HttpResponse.BodyHandlers.ofString())
                                .statusCode()
                        == 200);
    }

    /** Of the API that is compatible with Confluent's. */
    String url() {
        return "http://127.0.0.1:" + port + "/apis/ccompat/v7";
    }

    /** Runs a producer to its end. */
    void produce(String producer, String bootstrapServers, String topic, int first, int count)
            throws IOException, InterruptedException {
        Path output = log.resolveSibling(producer + ".log");
        Process running = java(
                        output,
                        "-Xmx192m",
                        "-cp",
                        BUILT.resolve("serializers") + "/*",
                        PRODUCERS.resolve(producer + ".java").toString(),
                        bootstrapServers,
                        "http://127.0.0.1:" + port + "/apis/registry/v3",
                        topic,
                        String.valueOf(first),
                        String.valueOf(count))
                .start();
        try {
            assertThat(running.waitFor(LONGEST_PRODUCER_SECONDS, TimeUnit.SECONDS))
                    .isTrue();
            assertThat(running.exitValue()).as(Files.readString(output)).isZero();
        } finally {
            running.destroyForcibly();
        }
    }

    private static ProcessBuilder java(Path output, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")); // it lives for seconds
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    }

    private static Path runner() throws IOException {
        try (Stream<Path> files = Files.list(BUILT.resolve("registry"))) {
            return files.filter(file -> file.toString().endsWith("-runner.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroy();
        await().atMost(LONGEST_START).until(() -> !process.isAlive());
    }
}
