package io.millrace.dist.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;

/**
 * What the broker has on disk about the sink's group, as it was at some moment of the past.
 *
 * @param commits by partition, the last one
 * @param assigned when the group finished its last rebalance
 */
record GroupLog(Map<Integer, Commit> commits, Instant assigned) {

    private static final String OFFSETS = "__consumer_offsets";
    private static final Duration POLL = Duration.ofMillis(100);

    /** Source: the schemas OffsetCommitKey and GroupMetadataKey of Kafka, whose first field is the type of the record. */
    private static final int LAST_OFFSET_TYPE = 1;

    private static final int GROUP_TYPE = 2;

    /**
     * A committed offset.
     *
     * @param at when the broker wrote it
     */
    record Commit(long offset, Instant at) {}

    /** Everything up to a moment. */
    static GroupLog read(String bootstrapServers, Instant until) {
        GroupLog log = new GroupLog(new HashMap<>(), Instant.MIN);
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers);
        try (KafkaConsumer<ByteBuffer, ByteBuffer> consumer =
                new KafkaConsumer<>(settings, new ByteBufferDeserializer(), new ByteBufferDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(OFFSETS).stream()
                    .map(partition -> new TopicPartition(OFFSETS, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (!partitions.stream().allMatch(partition -> consumer.position(partition) >= ends.get(partition))) {
                for (ConsumerRecord<ByteBuffer, ByteBuffer> each : consumer.poll(POLL)) {
                    Instant at = Instant.ofEpochMilli(each.timestamp());
                    if (!at.isAfter(until) && each.value() != null) {
                        log = log.with(each.key(), each.value(), at);
                    }
                }
            }
        }
        assertThat(log.assigned()).as("the broker remembers the group").isNotEqualTo(Instant.MIN);
        return log;
    }

    private GroupLog with(ByteBuffer key, ByteBuffer value, Instant at) {
        int type = key.getShort();
        if (type > GROUP_TYPE || !string(key).equals(Pipeline.GROUP)) {
            return this;
        }
        if (type == GROUP_TYPE) {
            return new GroupLog(commits, at);
        }
        assertThat(type).isLessThanOrEqualTo(LAST_OFFSET_TYPE);
        assertThat(string(key)).isEqualTo(Pipeline.TOPIC);
        commits.put(key.getInt(), new Commit(value.getLong(Short.BYTES), at));
        return this;
    }

    private static String string(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.getShort()];
        buffer.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
