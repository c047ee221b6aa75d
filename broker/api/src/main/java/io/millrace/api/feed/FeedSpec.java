package io.millrace.api.feed;

import io.millrace.api.settings.ByteSize;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What a deployment asks of a feed.
 *
 * @param topics names; empty when {@code topicsRegex} is set
 * @param topicsRegex a regular expression of names; null when {@code topics} is set
 * @param start where to begin when the group has no committed offset
 * @param shape how records are cut into deliveries
 * @param retry what happens when a delivery fails
 * @param deadLetters where records go that cannot be taken
 * @param tasks members of the group that this node runs, each with a thread, a context and a handler of its own; 1 or more
 * @param blocking true when the handler blocks (files): its context is a worker
 * @param consumer Kafka's own consumer properties, over the feed's
 * @param filter records it refuses are passed by as if the partition did not hold them; null for none. Asked on the feed's polling
 *     thread, by several tasks at a time; must not block or throw
 */
public record FeedSpec(
        List<String> topics,
        String topicsRegex,
        Start start,
        Shape shape,
        RetryPolicy retry,
        DeadLetters deadLetters,
        int tasks,
        boolean blocking,
        Map<String, String> consumer,
        Predicate<ConsumedRecord> filter) {

    public FeedSpec {
        topics = List.copyOf(topics);
        consumer = Map.copyOf(consumer);
        if (topics.isEmpty() == (topicsRegex == null)) {
            throw new IllegalArgumentException("either topics or a regular expression of topics");
        }
        if (tasks < 1) {
            throw new IllegalArgumentException("tasks is at least 1: " + tasks);
        }
    }

    /** Without a filter. */
    public FeedSpec(
            List<String> topics,
            String topicsRegex,
            Start start,
            Shape shape,
            RetryPolicy retry,
            DeadLetters deadLetters,
            int tasks,
            boolean blocking,
            Map<String, String> consumer) {
        this(topics, topicsRegex, start, shape, retry, deadLetters, tasks, blocking, consumer, null);
    }

    /**
     * Where to begin without a committed offset.
     *
     * @param at only for a point in time, else null
     */
    public record Start(Position position, Instant at) {
        public static final Start EARLIEST = new Start(Position.EARLIEST, null);
        public static final Start LATEST = new Start(Position.LATEST, null);

        public static Start at(Instant time) {
            return new Start(Position.TIMESTAMP, time);
        }

        /** The ways to begin. */
        public enum Position {
            EARLIEST,
            LATEST,
            TIMESTAMP
        }
    }

    /**
     * How records are cut into deliveries.
     *
     * @param maxRecords most records in one delivery, at least 1
     * @param maxBytes most bytes in one delivery; a single larger record still goes alone
     * @param maxWait how long to wait for a delivery to fill up; zero hands over what is there
     * @param manyPartitions true: a delivery may hold batches of several partitions
     */
    public record Shape(int maxRecords, ByteSize maxBytes, Duration maxWait, boolean manyPartitions) {

        /** For handlers that take what comes: one partition, as many records as one poll gave. */
        public static final Shape STREAM = new Shape(10_000, ByteSize.ofMebibytes(8), Duration.ZERO, false);
    }
}
