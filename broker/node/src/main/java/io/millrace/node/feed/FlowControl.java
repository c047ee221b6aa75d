package io.millrace.node.feed;

import io.millrace.api.feed.Partition;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Decides which partitions of a member fetch: not those that are opening or at their end, not those whose lane is full, and none
 * while the user says so. Poll thread, except where said.
 */
final class FlowControl {

    /** How long a poll may wait when no partition is paused. */
    static final Duration POLL = Duration.ofMillis(100);

    // While something is paused poll returns early, so that it is resumed soon: a fast handler is through with all that
    // waits in a
    // few milliseconds, and must not wait itself then; for a slow one the polls need not be many.
    private static final long SHORTEST_NAP_MS = 1;
    private static final long LONGEST_NAP_MS = 10;

    private final MemoryBudget budget;
    private final Map<Partition, Long> until;
    private volatile boolean pausedByUser;
    private volatile long waitingBytes;
    private volatile boolean drained;
    private long napMs = SHORTEST_NAP_MS;

    FlowControl(MemoryBudget budget, Map<Partition, Long> until) {
        this.budget = budget;
        this.until = until;
    }

    /** Any thread: takes effect at the next {@link #steer}. */
    void pause(boolean on) {
        pausedByUser = on;
    }

    /** Any thread: bytes fetched and not yet accepted, as of the last {@link #steer}. */
    long waitingBytes() {
        return waitingBytes;
    }

    /** Any thread: true when the member had all partitions that have an end, and had reached it in each. */
    boolean drained() {
        return drained;
    }

    /** Pauses and resumes; answers how long to poll before it is time to do so again. */
    Duration steer(Consumer<byte[], byte[]> consumer, Map<TopicPartition, FeedLane> lanes) {
        long sum = sumOfWaiting(lanes.values());
        boolean anyPaused = false;
        boolean changed = false;
        for (FeedLane lane : lanes.values()) {
            boolean pause = pausedByUser || !lane.fetching || isFull(lane, sum, lanes.size());
            if (pause && !lane.paused) {
                consumer.pause(Set.of(lane.key));
            } else if (!pause && lane.paused) {
                consumer.resume(Set.of(lane.key));
            }
            changed |= pause != lane.paused;
            lane.paused = pause;
            anyPaused |= pause;
        }
        waitingBytes = sum;
        drained = until.entrySet().stream().allMatch(end -> isDrained(lanes, end.getKey(), end.getValue()));
        napMs = changed ? SHORTEST_NAP_MS : Math.min(2 * napMs, LONGEST_NAP_MS);
        return anyPaused ? Duration.ofMillis(napMs) : POLL;
    }

    /**
     * Half of the budget is anybody's; when that is used, the other half is a share for each lane. A lane that holds what one poll
     * brought is not full as long as there is room, for a pause stops its fetches as well. A paused lane waits until there is half
     * of that.
     *
     * @param sum of bytes that wait in all lanes
     */
    private boolean isFull(FeedLane lane, long sum, int lanes) {
        long half = budget.laneBytes() / 2;
        long share = half / lanes;
        return lane.paused
                ? sum > half / 2 && lane.waitingBytes() > share / 2
                : sum >= half && lane.waitingBytes() >= share;
    }

    private static long sumOfWaiting(Collection<FeedLane> lanes) {
        long sum = 0;
        for (FeedLane lane : lanes) {
            sum += lane.waitingBytes();
        }
        return sum;
    }

    private static boolean isDrained(Map<TopicPartition, FeedLane> lanes, Partition partition, long end) {
        FeedLane lane = lanes.get(new TopicPartition(partition.topic(), partition.number()));
        return lane != null && Math.max(lane.acceptedTo(), lane.committed) >= end;
    }
}
