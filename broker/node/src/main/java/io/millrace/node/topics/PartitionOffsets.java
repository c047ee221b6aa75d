package io.millrace.node.topics;

import io.millrace.api.feed.Partition;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Where partitions start and end. Ask about {@link #reachable} partitions only: for others the broker is asked
 * again until the time is over. Any thread. */
public final class PartitionOffsets {

    private final KafkaAdmin admin;

    public PartitionOffsets(KafkaAdmin admin) {
        this.admin = admin;
    }

    /** Those that exist and have a leader. */
    public Future<Set<Partition>> reachable(Collection<Partition> partitions) {
        return admin.ask(client -> client.listTopics(new ListTopicsOptions().listInternal(true))
                        .names())
                .compose(names -> layouts(partitions.stream()
                        .map(Partition::topic)
                        .filter(names::contains)
                        .collect(Collectors.toSet())))
                .map(layouts -> partitions.stream()
                        .filter(partition -> isLed(layouts.get(partition.topic()), partition.number()))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** First offset there is. */
    public Future<Map<Partition, Long>> starts(Collection<Partition> partitions) {
        return ask(partitions, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
    }

    /** Offset after the last record. */
    public Future<Map<Partition, Long>> ends(Collection<Partition> partitions) {
        return ask(partitions, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
    }

    /** Offset after the last record that no open transaction holds back. */
    public Future<Map<Partition, Long>> committedEnds(Collection<Partition> partitions) {
        return ask(partitions, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
    }

    /** Offset of the first record that is not older; -1 when there is none. */
    public Future<Map<Partition, Long>> since(Collection<Partition> partitions, Instant time) {
        return ask(partitions, OffsetSpec.forTimestamp(time.toEpochMilli()), IsolationLevel.READ_COMMITTED);
    }

    private Future<Map<String, TopicDescription>> layouts(Set<String> topics) {
        return topics.isEmpty()
                ? Future.succeededFuture(Map.of())
                : admin.ask(client -> client.describeTopics(topics).allTopicNames());
    }

    private static boolean isLed(TopicDescription layout, int partition) {
        return layout != null
                && partition < layout.partitions().size()
                && layout.partitions().get(partition).leader() != null;
    }

    private Future<Map<Partition, Long>> ask(
            Collection<Partition> partitions, OffsetSpec spec, IsolationLevel isolation) {
        if (partitions.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        Map<TopicPartition, OffsetSpec> specs =
                partitions.stream().collect(Collectors.toMap(PartitionOffsets::kafka, partition -> spec));
        return admin.ask(client -> client.listOffsets(specs, new ListOffsetsOptions(isolation))
                        .all())
                .map(PartitionOffsets::offsets);
    }

    private static Map<Partition, Long> offsets(Map<TopicPartition, ListOffsetsResultInfo> found) {
        Map<Partition, Long> offsets = new TreeMap<>();
        found.forEach((partition, info) -> offsets.put(ours(partition), info.offset()));
        return offsets;
    }

    static TopicPartition kafka(Partition partition) {
        return new TopicPartition(partition.topic(), partition.number());
    }

    static Partition ours(TopicPartition partition) {
        return new Partition(partition.topic(), partition.partition());
    }
}
