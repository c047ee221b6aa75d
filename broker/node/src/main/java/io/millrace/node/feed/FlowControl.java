package io.millrace.node.feed;

import io.millrace.api.feed.Partition;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Decides which partitions of a member fetch: not those that are opening or at their end, not those whose lane is full, and none
 * while the user says so. Poll thread, except where said.
 */
final class FlowControl {

    /** Timeout of a poll when no partition is paused. */
    static final Duration POLL_TIMEOUT = Duration.ofMillis(100);

    // While something is paused a poll ends early, so that it is resumed soon: after as long again as has been waited.
    // A fast handler is through with all that waits in a few milliseconds, and must not wait itself then; for a slow
    // one the polls need not be many.
    private static final long SHORTEST_TIMEOUT_MS = 1;
    private static final long LONGEST_TIMEOUT_MS = 10;

    private final MemoryBudget budget;
    private final Map<Partition, Long> until;
    private volatile boolean pausedByUser;
    private volatile long waitingBytes;
    private volatile boolean drained;
    private long changed = System.nanoTime(); // when something was paused or resumed last

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

    /**
     * Pauses and resumes.
     *
     * @param now of {@link System#nanoTime()}
     * @return timeout of the poll that follows, after which it is time to do so again
     */
    Duration steer(long now, Consumer<byte[], byte[]> consumer, Map<TopicPartition, FeedLane> lanes) {
        long sum = sumOfWaiting(lanes.values());
        boolean anyPaused = false;
        for (FeedLane lane : lanes.values()) {
            boolean pause = pausedByUser || !lane.fetching || isFull(lane, sum, lanes.size());
            if (pause != lane.paused) {
                if (pause) {
                    consumer.pause(Set.of(lane.key));
                } else {
                    consumer.resume(Set.of(lane.key));
                }
                lane.paused = pause;
                changed = now;
            }
            anyPaused |= pause;
        }
        waitingBytes = sum;
        drained = until.entrySet().stream().allMatch(end -> isDrained(lanes, end.getKey(), end.getValue()));
        long waitedMs = TimeUnit.NANOSECONDS.toMillis(now - changed);
        return anyPaused
                ? Duration.ofMillis(Math.min(Math.max(waitedMs, SHORTEST_TIMEOUT_MS), LONGEST_TIMEOUT_MS))
                : POLL_TIMEOUT;
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
