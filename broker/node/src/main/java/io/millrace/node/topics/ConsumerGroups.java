package io.millrace.node.topics;

import io.millrace.api.feed.Partition;
import io.millrace.node.deployments.Deployments.Lag;
import io.millrace.node.kafka.KafkaAccess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;

/** Consumer groups of the broker and how far behind they are. Any thread. */
public final class ConsumerGroups {

    /** What {@link Lag#committed()} holds for a partition of which the group has not committed anything. */
    public static final long NOTHING_COMMITTED = -1;

    private final KafkaAdmin admin;
    private final PartitionOffsets offsets;
    private final RecordAges ages;
    private final InstantSource clock;

    public ConsumerGroups(Vertx vertx, KafkaAccess access, KafkaAdmin admin, InstantSource clock) {
        this.admin = admin;
        this.offsets = new PartitionOffsets(admin);
        this.ages = new RecordAges(vertx, access);
        this.clock = clock;
    }

    /** @param state Kafka's word, such as {@code Stable} or {@code Empty} */
    public record Listed(String name, String state) {}

    /**
     * A group.
     *
     * @param state Kafka's word, such as {@code Stable} or {@code Empty}
     * @param lag of partitions that are committed or assigned; those without a leader are left out
     */
    public record Group(String name, String state, Map<Partition, Lag> lag, List<Member> members) {

        /** Over all partitions. */
        public long lagRecords() {
            return lag.values().stream().mapToLong(Lag::records).sum();
        }

        /** Of the partition where the oldest uncommitted record is. */
        public double lagSeconds() {
            return lag.values().stream().mapToDouble(Lag::seconds).max().orElse(0);
        }
    }

    /** @param id Kafka's, unique in the group */
    public record Member(String id, String clientId, String host, Set<Partition> partitions) {}

    /** By name. */
    public Future<List<Listed>> list() {
        return admin.ask(client ->
                        client.listGroups(ListGroupsOptions.forConsumerGroups()).all())
                .map(groups -> groups.stream()
                        .map(group -> new Listed(group.groupId(), word(group.groupState())))
                        .sorted(Comparator.comparing(Listed::name))
                        .toList());
    }

    /** Fails with {@code unknown-group}. */
    public Future<Group> describe(String group) {
        return Future.all(description(group), committed(group)).compose(both -> {
            ConsumerGroupDescription description = both.resultAt(0);
            List<Member> members =
                    description.members().stream().map(ConsumerGroups::member).toList();
            return lag(members, both.resultAt(1))
                    .map(lag -> new Group(group, description.groupState().toString(), lag, members));
        });
    }

    /** Lag of a group that need not exist yet: then there is none. */
    public Future<Map<Partition, Lag>> lag(String group) {
        return describe(group)
                .map(Group::lag)
                .recover(failure ->
                        KafkaProblems.told(failure).problems().get(0).code().equals("unknown-group")
                                ? Future.succeededFuture(Map.of())
                                : Future.failedFuture(failure));
    }

    public Future<Void> close() {
        return ages.close();
    }

    private Future<ConsumerGroupDescription> description(String group) {
        return admin.ask(client ->
                client.describeConsumerGroups(List.of(group)).describedGroups().get(group));
    }

    /** Sets the group's offsets. The group must have no members. */
    public Future<Void> move(String group, Map<Partition, Long> offsets) {
        Map<TopicPartition, OffsetAndMetadata> wanted = new HashMap<>();
        offsets.forEach(
                (partition, offset) -> wanted.put(PartitionOffsets.kafka(partition), new OffsetAndMetadata(offset)));
        return admin.ask(
                client -> client.alterConsumerGroupOffsets(group, wanted).all());
    }

    /** Forgets a group; one that is not there is gone already. */
    public Future<Void> delete(String group) {
        return admin.ask(client -> client.deleteConsumerGroups(List.of(group)).all())
                .recover(failure ->
                        KafkaProblems.told(failure).problems().get(0).code().equals("unknown-group")
                                ? Future.succeededFuture()
                                : Future.failedFuture(failure));
    }

    /** Offsets that the group has committed; empty for one that does not exist. */
    public Future<Map<Partition, Long>> committed(String group) {
        return admin.ask(client -> client.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .map(found -> {
                    Map<Partition, Long> committed = new HashMap<>();
                    found.forEach((partition, offset) -> Optional.ofNullable(offset)
                            .map(OffsetAndMetadata::offset)
                            .ifPresent(at -> committed.put(PartitionOffsets.ours(partition), at)));
                    return committed;
                });
    }

    private Future<Map<Partition, Lag>> lag(List<Member> members, Map<Partition, Long> committed) {
        Set<Partition> partitions = new TreeSet<>(committed.keySet());
        members.forEach(member -> partitions.addAll(member.partitions()));
        return offsets.reachable(partitions)
                .compose(reachable -> Future.all(offsets.starts(reachable), offsets.committedEnds(reachable)))
                .compose(bounds -> lag(committed, bounds.resultAt(0), bounds.resultAt(1)));
    }

    private Future<Map<Partition, Lag>> lag(
            Map<Partition, Long> committed, Map<Partition, Long> starts, Map<Partition, Long> ends) {
        Map<Partition, Long> next = new HashMap<>();
        starts.forEach((partition, start) -> {
            long from = Math.max(start, committed.getOrDefault(partition, start));
            if (from < ends.get(partition)) {
                next.put(partition, from);
            }
        });
        return ages.timestamps(next).map(timestamps -> {
            Map<Partition, Lag> lag = new TreeMap<>();
            ends.forEach((partition, end) -> lag.put(
                    partition,
                    new Lag(
                            committed.getOrDefault(partition, NOTHING_COMMITTED),
                            end,
                            end - next.getOrDefault(partition, end),
                            secondsSince(timestamps.get(partition)))));
            return lag;
        });
    }

    private double secondsSince(Long timestamp) {
        return timestamp == null ? 0 : Math.max(0, clock.millis() - timestamp) / 1000.0;
    }

    private static Member member(MemberDescription member) {
        return new Member(
                member.consumerId(),
                member.clientId(),
                member.host(),
                member.assignment().topicPartitions().stream()
                        .map(PartitionOffsets::ours)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static String word(Optional<GroupState> state) {
        return state.orElse(GroupState.UNKNOWN).toString();
    }
}
