package io.millrace.node.feed;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A quarter of the heap for everything that was fetched and not yet accepted, shared evenly by the members of all feeds. Any
 * thread.
 */
public final class MemoryBudget {

    private static final int FEWEST_SHARES = 4;
    private static final long SMALLEST_SHARE = 1 << 20;
    private static final long LARGEST_FETCH = 16 << 20;

    /** Of one member: enough for its handler to go on while the next fetch comes; more would only be copied by the collector. */
    private static final long MOST_WAITING = 8 << 20;

    private final long bytes;
    private final AtomicInteger members = new AtomicInteger();

    /** @param heap bytes the JVM may use */
    public MemoryBudget(long heap) {
        this.bytes = heap / 4;
    }

    void join() {
        members.incrementAndGet();
    }

    void leave() {
        members.decrementAndGet();
    }

    /** Bytes of one member now; at least one mebibyte. */
    long share() {
        return Math.max(SMALLEST_SHARE, bytes / Math.max(FEWEST_SHARES, members.get()));
    }

    /** {@code fetch.max.bytes} of a member that starts now. */
    public int fetchBytes() {
        return (int) Math.min(LARGEST_FETCH, share() / 2);
    }

    /** Most bytes that may wait in the lanes of one member. */
    long laneBytes() {
        return Math.min(MOST_WAITING, share() / 2);
    }
}
