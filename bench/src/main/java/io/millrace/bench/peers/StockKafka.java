package io.millrace.bench.peers;

import io.millrace.bench.ChildProcess;
import io.millrace.bench.start.Server;
import io.millrace.node.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.Uuid;

/**
 * Apache Kafka's server by its own main class, with the settings of the broker that a node carries, the heap, collector, jars and
 * logging of the node, and no archive of classes.
 *
 * @param distribution whose jars are used
 * @param settings of the node's broker, as that one describes them
 */
public record StockKafka(Path distribution, Map<String, String> settings) implements Server {

    private static final String PROPERTIES = "server.properties";
    private static final String HOST = "127.0.0.1";

    /** Writes the settings and formats the folder, as a user of Kafka does once before the first start. */
    public void format(Path directory, int port, Path log) {
        String client = "CLIENT://" + HOST + ":" + port + ",INTERNAL://" + HOST + ":" + Ports.free(HOST);
        String controller = HOST + ":" + Ports.free(HOST);
        Properties properties = new Properties();
        properties.putAll(settings);
        properties.put("log.dirs", directory.resolve("logs").toString());
        properties.put("listeners", client + ",CONTROLLER://" + controller);
        properties.put("advertised.listeners", client + ",CONTROLLER://" + controller);
        properties.put("controller.quorum.bootstrap.servers", controller);
        Path file = directory.resolve(PROPERTIES);
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        String id = Uuid.randomUuid().toString();
        try (ChildProcess tool =
                java(log, "kafka.tools.StorageTool", "format", "--standalone", "-t", id, "-c", file.toString())) {
            tool.requireDone(Duration.ofMinutes(2));
        }
    }

    @Override
    public ChildProcess start(Path directory, int port, Path log) {
        return java(log, "kafka.Kafka", directory.resolve(PROPERTIES).toString());
    }

    private ChildProcess java(Path log, String main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                ChildProcess.javaCommand(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-Dlog4j2.configurationFile=" + distribution.resolve("conf/log4j2.xml"),
                "-cp",
                distribution.resolve("lib") + "/*",
                main));
        command.addAll(List.of(arguments));
        return ChildProcess.command(log, command);
    }
}
