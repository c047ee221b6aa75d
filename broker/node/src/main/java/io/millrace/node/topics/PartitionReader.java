package io.millrace.node.topics;

import io.millrace.api.feed.Partition;
import io.millrace.node.kafka.KafkaAccess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.consumer.KafkaReadStream;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads partitions without a consumer group, committed records only, for whoever comes and goes. It reads on when it is asked,
 * and holds little: about {@link Limits#bytes()} and what one poll gives.
 *
 * <p>Use it on one Vert.x context, one call at a time. It owns a thread and connections until it is closed.
 */
public final class PartitionReader {

    private final KafkaReadStream<byte[], byte[]> stream;

    private PartitionReader(KafkaReadStream<byte[], byte[]> stream) {
        this.stream = stream;
    }

    /**
     * How much a reader takes at a time.
     *
     * @param records most records of one poll
     * @param bytes of one fetch; a single batch that is larger comes nevertheless
     */
    public record Limits(int records, int bytes) {}

    /** Opens a reader at these offsets; each is moved to the first there is when it is no longer there. */
    public static Future<PartitionReader> open(
            Vertx vertx, KafkaAccess access, String clientId, Limits limits, Map<Partition, Long> offsets) {
        Properties properties = new Properties();
        properties.putAll(access.client(clientId));
        properties.put("isolation.level", "read_committed");
        properties.put("auto.offset.reset", "earliest");
        properties.put("enable.auto.commit", "false");
        properties.put("max.poll.records", limits.records());
        properties.put("fetch.max.bytes", limits.bytes());
        properties.put("max.partition.fetch.bytes", Math.max(1, limits.bytes() / Math.max(4, offsets.size())));
        return vertx.executeBlocking(() -> new PartitionReader(stream(vertx, properties)), false)
                .compose(reader -> reader.seek(offsets)
                        .map(reader)
                        .recover(failure -> reader.close().transform(closed -> Future.failedFuture(failure))));
    }

    /** Reads these partitions from now on, and no others. */
    public Future<Void> seek(Map<Partition, Long> offsets) {
        Set<TopicPartition> partitions = kafka(offsets.keySet());
        // One that was assigned before would stay paused.
        return stream.assign(partitions)
                .compose(assigned -> stream.resume(partitions))
                .compose(resumed -> Future.all(offsets.entrySet().stream()
                        .map(entry -> stream.seek(PartitionOffsets.kafka(entry.getKey()), entry.getValue()))
                        .toList()))
                .mapEmpty();
    }

    /** The next records, in order by partition; none when the time is over or the position only moved over markers. */
    public Future<ConsumerRecords<byte[], byte[]>> poll(Duration timeout) {
        return stream.poll(timeout).recover(failure -> Future.failedFuture(KafkaProblems.told(failure)));
    }

    /** Leaves these partitions out until the next {@link #seek}. */
    public Future<Void> pause(Set<Partition> partitions) {
        return stream.pause(kafka(partitions));
    }

    /** Ends a poll under way, whose future then never completes. */
    public Future<Void> close() {
        return stream.close();
    }

    /** Resolves names and makes the client, which blocks. */
    private static KafkaReadStream<byte[], byte[]> stream(Vertx vertx, Properties properties) {
        return KafkaReadStream.create(vertx, properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static Set<TopicPartition> kafka(Set<Partition> partitions) {
        return partitions.stream().map(PartitionOffsets::kafka).collect(Collectors.toSet());
    }
}
