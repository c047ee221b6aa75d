package io.millrace.bench.peers;

import io.millrace.bench.ChildProcess;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Kafka Connect's standalone worker with one sink connector and the collector of a node, offsets flushed each second.
 *
 * @param root of the source tree, where the worker's jars were put
 * @param heap as Java writes it
 */
public record ConnectWorker(Path root, String heap) {

    /** A sink that does nothing. By name: it can be loaded in the worker only. */
    public static final String NO_OP_SINK = "io.millrace.bench.peers.NoOpSink";

    /**
     * Starts it.
     *
     * @param directory of its settings
     * @param connector with its {@code name}, of which the consumer group's name is made
     * @param consumer properties that differ from Connect's
     */
    public ChildProcess start(
            String servers, Path directory, Map<String, String> connector, Map<String, String> consumer, Path log) {
        Properties worker = new Properties();
        worker.putAll(Map.of(
                "bootstrap.servers", servers,
                "key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter",
                "value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter",
                "offset.storage.file.filename", directory.resolve("offsets").toString(),
                "offset.flush.interval.ms", "1000",
                "listeners", "http://127.0.0.1:0",
                "consumer.auto.offset.reset", "earliest"));
        consumer.forEach((name, value) -> worker.put("consumer." + name, value));
        Properties sink = new Properties();
        sink.putAll(connector);
        String classPath = String.join(
                File.pathSeparator,
                root.resolve("bench/target/classes").toString(),
                root.resolve("bench/target/connect") + "/*",
                root.resolve("bench/target/lib") + "/*");
        return ChildProcess.command(
                log,
                List.of(
                        ChildProcess.javaCommand(),
                        "-Xmx" + heap,
                        "-XX:+UseSerialGC",
                        "-cp",
                        classPath,
                        "org.apache.kafka.connect.cli.ConnectStandalone",
                        stored(worker, directory.resolve("worker.properties")),
                        stored(sink, directory.resolve("connector.properties"))));
    }

    private static String stored(Properties properties, Path file) {
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
            return file.toString();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
