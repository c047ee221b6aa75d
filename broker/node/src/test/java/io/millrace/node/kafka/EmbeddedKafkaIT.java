package io.millrace.node.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.problem.ProblemException;
import io.millrace.node.NodeConfig.KafkaMode;
import io.millrace.node.NodeConfig.KafkaSettings;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {

    @TempDir
    Path directory;

    @Test
    void keepsRecordsAndClusterIdOverARestart() throws Exception {
        String clusterId;
        try (EmbeddedKafka broker = start(0, Map.of())) {
            clusterId = broker.access().clusterId();
            produce(broker, "first");
        }
        try (EmbeddedKafka broker = start(0, Map.of())) {
            assertThat(broker.access().clusterId()).isEqualTo(clusterId);
            produce(broker, "second");
            assertThat(values(broker)).containsExactly("first", "second");
        }
    }

    @Test
    void namesTheHolderOfATakenPort() throws Exception {
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> start(holder.getLocalPort(), Map.of()).close())
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("kafka.port")
                    .hasMessageContaining("pid " + ProcessHandle.current().pid());
        }
    }

    @Test
    void refusesAValueThatKafkaRefuses() {
        assertThatThrownBy(() -> start(0, Map.of("num.io.threads", "many")).close())
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("kafka.server")
                .hasMessageContaining("num.io.threads");
    }

    @Test
    void refusesTheDirectoryOfAnotherNode() {
        start(0, Map.of()).close();
        KafkaSettings settings = settings(0, Map.of());
        assertThatThrownBy(() ->
                        EmbeddedKafka.start(2, directory, settings, () -> {}).close())
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("node.id: 1");
    }

    private EmbeddedKafka start(int port, Map<String, String> server) {
        return EmbeddedKafka.start(1, directory, settings(port, server), () -> {});
    }

    private static KafkaSettings settings(int port, Map<String, String> server) {
        return new KafkaSettings(KafkaMode.EMBEDDED, "127.0.0.1", port, null, server, null, Map.of());
    }

    private static void produce(EmbeddedKafka broker, String value) throws Exception {
        Map<String, Object> properties = Map.copyOf(broker.access().client("test"));
        try (var producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>("t", value.getBytes(StandardCharsets.UTF_8)))
                    .get();
        }
    }

    private static List<String> values(EmbeddedKafka broker) {
        Map<String, Object> properties = Map.copyOf(broker.access().client("test"));
        try (var consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition("t", 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            List<String> values = new java.util.ArrayList<>();
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    values.add(new String(record.value(), StandardCharsets.UTF_8));
                }
            }
            return values;
        }
    }
}
