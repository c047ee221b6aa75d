package io.millrace.testkit.sinks;

import io.millrace.api.feed.Lane;
import io.millrace.api.feed.Partition;

/** One opening of a partition, as the handler sees it. */
public final class TestLane implements Lane {

    private final TestPartition partition;
    private long rejectedFrom = Long.MAX_VALUE;
    private long durable = -1;
    private Throwable reopened;
    private boolean fenced;
    private boolean late;

    TestLane(TestPartition partition) {
        this.partition = partition;
    }

    @Override
    public Partition partition() {
        return partition.name();
    }

    @Override
    public String topicId() {
        return partition.topicId();
    }

    @Override
    public long committed() {
        return partition.committed();
    }

    @Override
    public long rejectedFrom() {
        return rejectedFrom;
    }

    @Override
    public void durable(long nextOffset) {
        late |= fenced;
        if (!fenced) {
            durable = Math.max(durable, nextOffset);
        }
    }

    @Override
    public void reopen(Throwable cause) {
        if (!fenced) {
            reopened = cause;
            fenced = true;
        }
    }

    /** The offset reported durable; -1 when none was. */
    public long durable() {
        return durable;
    }

    /** Why the handler asked for a fresh start; null when it did not. */
    public Throwable reopened() {
        return reopened;
    }

    /** True when the handler reported something durable after the lane was taken away. */
    public boolean late() {
        return late;
    }

    void fence() {
        fenced = true;
    }

    void hold(long offset) {
        rejectedFrom = offset;
    }

    void release() {
        rejectedFrom = Long.MAX_VALUE;
    }
}
