package io.millrace.dist.faults;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;
import org.apache.kafka.coordinator.transaction.TransactionLog;
import org.apache.kafka.coordinator.transaction.TransactionState;

/** What the broker has on disk about transactions, as it was at some moment of the past. */
final class Transactions {

    private static final String LOG = "__transaction_state";
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Set<TransactionState> OPEN = Set.of(TransactionState.ONGOING, TransactionState.PREPARE_COMMIT);

    private Transactions() {}

    /** Transactional ids that begin so and had a transaction that was not over, in their order. */
    static Set<String> open(String bootstrapServers, String prefix, Instant until) {
        Map<String, TransactionState> states = new HashMap<>();
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers);
        try (KafkaConsumer<ByteBuffer, ByteBuffer> consumer =
                new KafkaConsumer<>(settings, new ByteBufferDeserializer(), new ByteBufferDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(LOG).stream()
                    .map(partition -> new TopicPartition(LOG, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (!partitions.stream().allMatch(partition -> consumer.position(partition) >= ends.get(partition))) {
                for (ConsumerRecord<ByteBuffer, ByteBuffer> each : consumer.poll(POLL)) {
                    if (!Instant.ofEpochMilli(each.timestamp()).isAfter(until)
                            && TransactionLog.read(each.key(), each.value())
                                    instanceof TransactionLog.TxnRecord transaction) {
                        states.put(
                                transaction.transactionId(),
                                transaction.metadata().state());
                    }
                }
            }
        }
        Set<String> open = new TreeSet<>();
        states.forEach((id, state) -> {
            if (id.startsWith(prefix) && OPEN.contains(state)) {
                open.add(id);
            }
        });
        return open;
    }
}
