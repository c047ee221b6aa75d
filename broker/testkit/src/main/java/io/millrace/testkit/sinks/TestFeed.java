package io.millrace.testkit.sinks;

import io.millrace.api.feed.Answer;
import io.millrace.api.feed.ConsumedRecord;
import io.millrace.api.feed.Delivery;
import io.millrace.api.feed.RecordHandler;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/**
 * One member of a group that reads one partition, on the thread of the test. It does what the node's feed does and nothing by
 * itself: a test says when a delivery, a tick or a revocation comes. Leaving one alone is a crash.
 */
public final class TestFeed {

    private final RecordHandler handler;
    private final TestPartition partition;
    private TestLane lane;
    private long position;
    private boolean committing = true;
    private List<Long> unacknowledged = List.of();
    private boolean acknowledging = true;
    private Throwable trouble;

    public TestFeed(RecordHandler handler, TestPartition partition) {
        this.handler = handler;
        this.partition = partition;
    }

    /** From here on offsets are not committed, as when the node dies before it comes to that. */
    public TestFeed withoutCommits() {
        committing = false;
        return this;
    }

    /** From here on dead letters stay on their way until {@link #acknowledge()}. */
    public TestFeed withoutDeadLetters() {
        acknowledging = false;
        return this;
    }

    /**
     * The partition is assigned.
     *
     * @throws RuntimeException what the handler answers instead of an offset
     */
    public TestFeed assign() {
        TestLane opening = new TestLane(partition);
        position = Math.max(0, result(handler.open(opening, partition.committed())));
        lane = opening; // not before: one that was not opened would take records and bring nothing
        return this;
    }

    /**
     * Hands over the next records, or an empty batch when there are none; opens again when the handler asked for it, first of all if
     * that failed before.
     */
    public void deliver(int mostRecords) {
        openAgain();
        deliver(lane, mostRecords);
        openAgain();
    }

    private void deliver(TestLane to, int mostRecords) {
        List<ConsumedRecord> records = partition.read(position, mostRecords);
        boolean all = partition.read(position, mostRecords + 1).size() == records.size();
        long next = all ? partition.end() : records.get(records.size() - 1).offset() + 1;
        Answer answer = result(handler.deliver(new Delivery(List.of(new TestBatch(to, records, next)), 1)));
        position = next;
        if (answer.durable()) {
            to.durable(next);
        }
        unacknowledged =
                answer.rejected().stream().map(each -> each.record().offset()).toList();
        if (!unacknowledged.isEmpty() && to.reopened() == null) {
            to.hold(unacknowledged.get(0));
        }
        if (acknowledging) {
            acknowledge();
        }
        commit();
    }

    /** The dead letters of the last delivery are there. */
    public void acknowledge() {
        partition.deadLetters().addAll(unacknowledged);
        unacknowledged = List.of();
        lane.release();
        commit();
    }

    /** Delivers to the end of the partition, so many records at a time. */
    public void deliverAll(int mostRecords) {
        while (position < partition.end()) {
            deliver(mostRecords);
        }
    }

    public void tick(Instant now) {
        result(handler.tick(now));
        commit();
        openAgain();
    }

    private void openAgain() {
        if (lane.reopened() != null) {
            trouble = lane.reopened();
            assign();
        }
    }

    /** The partition is given up in good order. */
    public void revoke() {
        result(handler.close(lane, true));
        commit();
        lane.fence();
    }

    /** The partition is somebody else's already. */
    public void lose() {
        lane.fence();
        result(handler.close(lane, false));
    }

    /** The handler is told again that the lane is closed. */
    public void closeAgain(boolean flush) {
        result(handler.close(lane, flush));
    }

    /** Hands records to a lane that is closed, as a call that was under way would. */
    public void deliverLate(int mostRecords) {
        deliver(lane, mostRecords);
    }

    /** Why the handler last asked for a fresh start; null when it never did. */
    public Throwable trouble() {
        return trouble;
    }

    public TestLane lane() {
        return lane;
    }

    /** Where the next delivery begins. */
    public long position() {
        return position;
    }

    private void commit() {
        long committable = Math.min(lane.durable(), lane.rejectedFrom());
        if (committing && committable > partition.committed()) {
            partition.commit(committable);
        }
    }

    private static <T> T result(Future<T> future) {
        if (!future.isComplete()) {
            throw new IllegalStateException("a handler under test answers at once");
        }
        if (future.succeeded()) {
            return future.result();
        }
        throw future.cause() instanceof RuntimeException told ? told : new IllegalStateException(future.cause());
    }
}
