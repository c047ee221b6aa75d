package io.millrace.node.feed;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.api.deployment.Topics;
import io.millrace.api.feed.Feed;
import io.millrace.api.feed.FeedSpec;
import io.millrace.api.feed.Partition;
import io.millrace.api.feed.RecordHandler;
import io.millrace.node.kafka.KafkaAccess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.Deserializer;

/** Makes the feeds of a node; the one place where the settings of their consumers come from. Any thread. */
public final class Feeds {

    /**
     * What a feed's consumer has that differs from Kafka's defaults and bears on how fast it reads. A hand-over to the context costs
     * as much as some hundred records, whatever it holds: hence the many a poll.
     */
    public static final Map<String, String> FETCHING = Map.of(
            ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed", ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "3500");

    /**
     * More of that, for a consumer whose handler only moves records on: a look at the socket costs as much as some ten kilobytes do, and
     * Kafka's buffer gives 64 at most. Of feeds that may be many and mostly wait it would be too much memory for nothing.
     */
    public static final Map<String, String> FETCHING_IN_BULK = Map.of(ConsumerConfig.RECEIVE_BUFFER_CONFIG, "1048576");

    private final Vertx vertx;
    private final InstantSource clock;
    private final KafkaAccess access;
    private final Topics topics;
    private final MeterRegistry registry;
    private final MemoryBudget budget;
    private final String cluster;
    private final int nodeId;

    /** @param cluster {@code node.cluster} */
    public Feeds(
            Vertx vertx,
            InstantSource clock,
            KafkaAccess access,
            Topics topics,
            MeterRegistry registry,
            MemoryBudget budget,
            String cluster,
            int nodeId) {
        this.vertx = vertx;
        this.clock = clock;
        this.access = access;
        this.topics = topics;
        this.registry = registry;
        this.budget = budget;
        this.cluster = cluster;
        this.nodeId = nodeId;
    }

    /** The consumer group of a deployment. */
    public static String group(String cluster, String kind, String name) {
        return "millrace." + cluster + "." + kind.toLowerCase(Locale.ROOT) + "." + name;
    }

    /**
     * A feed in the deployment's group, not yet started.
     *
     * @param handlers makes the handler of each task, on a worker thread
     */
    public Feed feed(String kind, String name, FeedSpec spec, IntFunction<RecordHandler> handlers) {
        return until(kind, name, group(cluster, kind, name), spec, handlers, Map.of());
    }

    /**
     * A feed of a deployment that ends at some offsets, in a group that need not be the deployment's.
     *
     * @param until records from these offsets on are not handed over; partitions that are not named have no end. More than one task
     *     is never drained
     */
    public BoundedFeed until(
            String kind,
            String name,
            String group,
            FeedSpec spec,
            IntFunction<RecordHandler> handlers,
            Map<Partition, Long> until) {
        GroupFeed[] made = new GroupFeed[1];
        FeedMeters meters =
                new FeedMeters(registry, kind, name, group, () -> made[0] == null ? 0 : made[0].waitingBytes());
        String deployment = kind + "/" + name;
        FeedSetup setup = new FeedSetup(
                vertx,
                clock,
                spec,
                deployment,
                group,
                "node-" + nodeId,
                Map.copyOf(until),
                budget,
                meters,
                new Troubles(),
                new DeadLetterWriter(vertx, access, topics, spec.deadLetters(), name),
                new Backoff(spec.retry().firstBackoff(), spec.retry().maxBackoff(), new SplittableRandom()),
                this::topicId);
        made[0] = new GroupFeed(setup, handlers, task -> consumer(setup, task));
        return made[0];
    }

    private Future<String> topicId(String topic) {
        return topics.describe(topic)
                .map(description -> description
                        .orElseThrow(() -> new IllegalStateException("the topic " + topic + " is gone"))
                        .id());
    }

    private Function<Deserializer<byte[]>, KafkaConsumer<byte[], byte[]>> consumer(FeedSetup setup, int task) {
        return deserializer -> {
            Map<String, String> properties = access.client(setup.group() + "-" + task);
            properties.putAll(FETCHING);
            properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, Integer.toString(budget.fetchBytes()));
            properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, "10000");
            properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, "3000");
            properties.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, "30000");
            properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
            properties.putAll(setup.spec().consumer());
            // What the feed's promises rest on is not for the user to change.
            properties.put(ConsumerConfig.GROUP_ID_CONFIG, setup.group());
            properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, setup.instance() + "-" + task);
            properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
            properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
            properties.put(
                    ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
            return new KafkaConsumer<>(Map.copyOf(properties), deserializer, deserializer);
        };
    }
}
