package io.millrace.bench.reading;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;

/**
 * Keeps the properties of the consumer that it is configured into, so that the peer's can have the same. It is told them as a
 * metrics reporter is, and costs nothing afterwards.
 */
public final class ConsumerProperties implements MetricsReporter {

    private static volatile Map<String, ?> seen = Map.of();

    /** Writes those of this JVM's consumer. */
    static void write(Path file) throws IOException {
        Properties properties = new Properties();
        seen.forEach((name, value) -> {
            // Deserializers are given as objects.
            if (value instanceof String text) {
                properties.put(name, text);
            }
        });
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
    }

    @Override
    public void configure(Map<String, ?> configs) {
        seen = Map.copyOf(configs);
    }

    @Override
    public void init(List<KafkaMetric> metrics) {}

    @Override
    public void metricChange(KafkaMetric metric) {}

    @Override
    public void metricRemoval(KafkaMetric metric) {}

    @Override
    public void close() {}
}
