package io.millrace.node.topics;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.node.NodeConfig.KafkaMode;
import io.millrace.node.NodeConfig.KafkaSettings;
import io.millrace.node.kafka.EmbeddedKafka;
import io.millrace.node.kafka.KafkaAccess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** One broker for all tests of this JVM, started when the first asks; tests use topics of their own. */
public final class SharedBroker {

    private static EmbeddedKafka broker;

    private SharedBroker() {}

    public static synchronized KafkaAccess access() {
        if (broker == null) {
            try {
                Path directory = Files.createTempDirectory("millrace-broker");
                KafkaSettings settings =
                        new KafkaSettings(KafkaMode.EMBEDDED, "127.0.0.1", 0, null, Map.of(), null, Map.of());
                broker = EmbeddedKafka.start(1, directory, settings, () -> {});
                Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(directory)));
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
        return broker.access();
    }

    /** A producer whose further settings are pairs of name and value. */
    public static Producer<byte[], byte[]> producer(Map<String, Object> settings) {
        Map<String, Object> properties = new HashMap<>(access().client("test-producer"));
        properties.putAll(settings);
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Writes these records and waits until they are acknowledged. */
    public static void produce(Stream<ProducerRecord<byte[], byte[]>> records) {
        try (Producer<byte[], byte[]> producer = producer(Map.of())) {
            for (Future<?> sent : records.map(producer::send).toList()) {
                sent.get();
            }
        } catch (InterruptedException | ExecutionException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Writes these values to a partition. */
    public static void produce(String topic, int partition, List<String> values) {
        produce(values.stream().map(value -> new ProducerRecord<>(topic, partition, null, value.getBytes(UTF_8))));
    }

    private static void stop(Path directory) {
        broker.close();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException leftBehind) {
            // a temporary folder
        }
    }
}
