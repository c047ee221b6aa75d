package io.millrace.dist.faults;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;

/** A topic from its beginning to where it ends now. */
final class WholeTopic {

    private static final Duration POLL = Duration.ofMillis(100);

    private WholeTopic() {}

    /** Hands over all that is in it, of transactions that are not over too. Blocks. */
    static void read(String bootstrapServers, String topic, Consumer<ConsumerRecord<ByteBuffer, ByteBuffer>> reader) {
        read(bootstrapServers, topic, "read_uncommitted", reader);
    }

    /** Hands over what those see who wait for commits. Blocks. */
    static void readCommitted(
            String bootstrapServers, String topic, Consumer<ConsumerRecord<ByteBuffer, ByteBuffer>> reader) {
        read(bootstrapServers, topic, "read_committed", reader);
    }

    private static void read(
            String bootstrapServers,
            String topic,
            String isolation,
            Consumer<ConsumerRecord<ByteBuffer, ByteBuffer>> reader) {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "isolation.level", isolation);
        try (KafkaConsumer<ByteBuffer, ByteBuffer> consumer =
                new KafkaConsumer<>(settings, new ByteBufferDeserializer(), new ByteBufferDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (!partitions.stream().allMatch(partition -> consumer.position(partition) >= ends.get(partition))) {
                consumer.poll(POLL).forEach(reader);
            }
        }
    }
}
