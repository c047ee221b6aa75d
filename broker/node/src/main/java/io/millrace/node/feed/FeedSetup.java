package io.millrace.node.feed;

import io.millrace.api.feed.FeedSpec;
import io.millrace.api.feed.Partition;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;

/**
 * What the members of a feed have in common.
 *
 * @param deployment {@code Kind/name}, for logs
 * @param group the consumer group
 * @param instance prefix of the members' group instance ids, unique to this node: a node that was killed takes its partitions
 *     back at once, without waiting for its old session to end
 * @param until by partition: the first offset that is not handed over
 * @param topicIds Kafka's id of a topic
 */
record FeedSetup(
        Vertx vertx,
        InstantSource clock,
        FeedSpec spec,
        String deployment,
        String group,
        String instance,
        Map<Partition, Long> until,
        MemoryBudget budget,
        FeedMeters meters,
        Troubles troubles,
        DeadLetterWriter deadLetters,
        Backoff backoff,
        Function<String, Future<String>> topicIds) {}
