package io.millrace.node.topics;

import io.millrace.api.feed.Partition;
import io.millrace.node.topics.TopicDetails.PartitionDetails;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;

/** How much is in topics, and where. Any thread. */
public final class TopicSurvey {

    /** How often the whole survey is repeated when a topic vanishes under it. */
    private static final int ATTEMPTS = 3;

    private final KafkaAdmin admin;
    private final PartitionOffsets offsets;

    public TopicSurvey(KafkaAdmin admin) {
        this.admin = admin;
        this.offsets = new PartitionOffsets(admin);
    }

    /** All topics that are not internal, by name. */
    public Future<List<TopicDetails>> all() {
        return all(ATTEMPTS);
    }

    /** One topic; fails with {@code unknown-topic}. */
    public Future<TopicDetails> of(String topic) {
        return of(List.of(topic))
                .map(found -> found.get(0))
                .recover(failure -> Future.failedFuture(
                        KafkaTopics.isUnknown(failure) ? KafkaProblems.unknownTopic(topic) : failure));
    }

    private Future<List<TopicDetails>> all(int attempts) {
        return new KafkaTopics(admin)
                .names()
                .compose(this::of)
                .recover(failure -> attempts > 1 && KafkaTopics.isUnknown(failure)
                        ? all(attempts - 1)
                        : Future.failedFuture(failure));
    }

    private Future<List<TopicDetails>> of(Collection<String> topics) {
        return admin.ask(client -> client.describeTopics(topics).allTopicNames())
                .map(Map::values)
                .compose(layouts -> {
                    List<Partition> led = layouts.stream()
                            .flatMap(layout -> layout.partitions().stream()
                                    .filter(partition -> partition.leader() != null)
                                    .map(partition -> new Partition(layout.name(), partition.partition())))
                            .toList();
                    return Future.all(offsets.starts(led), offsets.ends(led), sizes())
                            .map(all -> new Measures(all.resultAt(0), all.resultAt(1), all.resultAt(2)))
                            .map(measures -> layouts.stream()
                                    .map(layout -> details(layout, measures))
                                    .sorted(Comparator.comparing(TopicDetails::name))
                                    .toList());
                });
    }

    private static TopicDetails details(TopicDescription layout, Measures measures) {
        List<PartitionDetails> partitions = layout.partitions().stream()
                .map(partition -> measures.details(layout.name(), partition))
                .toList();
        return new TopicDetails(
                layout.name(),
                layout.topicId().toString(),
                partitions.get(0).replicas().size(),
                partitions);
    }

    /** By broker, the bytes of each replica it holds; empty where the broker does not tell. */
    private Future<Map<Integer, Map<Partition, Long>>> sizes() {
        return admin.ask(client -> client.describeCluster().nodes())
                .compose(nodes -> admin.ask(client -> client.describeLogDirs(
                                nodes.stream().map(Node::id).toList())
                        .allDescriptions()))
                .map(brokers -> brokers.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                broker -> sizes(broker.getValue().values()))))
                .otherwise(Map.of());
    }

    private static Map<Partition, Long> sizes(Collection<LogDirDescription> directories) {
        return directories.stream()
                .flatMap(directory -> directory.replicaInfos().entrySet().stream())
                .filter(replica -> !replica.getValue().isFuture())
                .collect(Collectors.toMap(
                        replica -> PartitionOffsets.ours(replica.getKey()),
                        replica -> replica.getValue().size(),
                        Long::sum));
    }

    private record Measures(
            Map<Partition, Long> starts, Map<Partition, Long> ends, Map<Integer, Map<Partition, Long>> sizes) {

        PartitionDetails details(String topic, TopicPartitionInfo info) {
            Partition partition = new Partition(topic, info.partition());
            OptionalInt leader = info.leader() == null
                    ? OptionalInt.empty()
                    : OptionalInt.of(info.leader().id());
            Long bytes = leader.isEmpty()
                    ? null
                    : sizes.getOrDefault(leader.getAsInt(), Map.of()).get(partition);
            return new PartitionDetails(
                    info.partition(),
                    leader,
                    info.replicas().stream().map(Node::id).toList(),
                    info.isr().stream().map(Node::id).toList(),
                    starts.getOrDefault(partition, 0L),
                    ends.getOrDefault(partition, 0L),
                    bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes));
        }
    }
}
