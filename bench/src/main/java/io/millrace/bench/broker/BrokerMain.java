package io.millrace.bench.broker;

import io.millrace.node.NodeConfig.KafkaMode;
import io.millrace.node.NodeConfig.KafkaSettings;
import io.millrace.node.kafka.EmbeddedKafka;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;

/** A carried broker without a node: {@code FOLDER}. Prints {@code ready SERVERS CLUSTER}; ends when standard input does. */
public final class BrokerMain {

    private BrokerMain() {}

    public static void main(String[] arguments) throws IOException {
        KafkaSettings settings = new KafkaSettings(KafkaMode.EMBEDDED, "127.0.0.1", 0, null, Map.of(), null, Map.of());
        try (InputStream parent = System.in;
                EmbeddedKafka kafka = EmbeddedKafka.start(
                        1,
                        Path.of(arguments[0]),
                        settings,
                        () -> Runtime.getRuntime().halt(1))) {
            System.out.println("ready " + kafka.access().publicBootstrapServers() + " "
                    + kafka.access().clusterId());
            parent.transferTo(OutputStream.nullOutputStream());
        }
        // Kafka leaves threads behind that are no daemons.
        Runtime.getRuntime().halt(0);
    }
}
