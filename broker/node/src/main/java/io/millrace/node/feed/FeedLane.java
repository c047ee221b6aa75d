package io.millrace.node.feed;

import io.millrace.api.feed.Lane;
import io.millrace.api.feed.Partition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * One opening of an assigned partition. The fields say which side of the member they belong to; what both touch is atomic.
 */
final class FeedLane implements Lane {

    static final long NONE = -1;

    final Partition partition;
    final TopicPartition key;

    // Both sides.
    private final BiConsumer<FeedLane, Throwable> reopening;
    private final AtomicLong waitingBytes = new AtomicLong();
    private final Object offsets = new Object();
    private long reported = NONE; // guarded by offsets
    private long held = Long.MAX_VALUE; // guarded by offsets: first record whose dead letter is not acknowledged
    private boolean fenced; // guarded by offsets
    private volatile String topicId = "";
    private volatile long acceptedTo = NONE;
    volatile boolean atEnd; // nothing is left to fetch, as of the last tick

    final long committedAtOpen;

    // The poll thread's.
    boolean fetching;
    long fetchedTo;
    boolean paused;
    volatile long committed; // the handler may ask

    // The context's.
    private final Deque<Chunk> waiting = new ArrayDeque<>();
    private int waitingRecords;
    private long waitingSinceMs;
    boolean open;
    int openings;
    DeliveryRun run;

    FeedLane(TopicPartition key, long committed, BiConsumer<FeedLane, Throwable> reopening) {
        this.key = key;
        this.partition = new Partition(key.topic(), key.partition());
        this.committed = committed;
        this.committedAtOpen = committed;
        this.reopening = reopening;
    }

    /** The next opening of the same partition, from what is durable; counts on when this one brought nothing. */
    FeedLane next() {
        FeedLane next = new FeedLane(key, Math.max(committedAtOpen, committable()), reopening);
        next.durable(committable());
        next.openings = next.committedAtOpen > committedAtOpen ? 1 : openings + 1;
        return next;
    }

    @Override
    public Partition partition() {
        return partition;
    }

    @Override
    public String topicId() {
        return topicId;
    }

    void topicId(String id) {
        topicId = id;
    }

    @Override
    public long committed() {
        return committed;
    }

    @Override
    public long rejectedFrom() {
        synchronized (offsets) {
            return held;
        }
    }

    @Override
    public void durable(long nextOffset) {
        synchronized (offsets) {
            if (!fenced && nextOffset > reported) {
                reported = nextOffset;
            }
        }
    }

    @Override
    public void reopen(Throwable cause) {
        if (fence()) {
            reopening.accept(this, cause);
        }
    }

    /** What may be committed, or {@link #NONE}. */
    long committable() {
        synchronized (offsets) {
            return Math.min(reported, held);
        }
    }

    /** Keeps commits before this offset until {@link #release()}. */
    void hold(long offset) {
        synchronized (offsets) {
            held = offset;
        }
    }

    void release() {
        synchronized (offsets) {
            held = Long.MAX_VALUE;
        }
    }

    /** From here on nothing that the handler says of this lane counts. Answers whether that is new. */
    boolean fence() {
        synchronized (offsets) {
            boolean first = !fenced;
            fenced = true;
            return first;
        }
    }

    boolean fenced() {
        synchronized (offsets) {
            return fenced;
        }
    }

    /** Bytes fetched and not yet accepted. */
    long waitingBytes() {
        return waitingBytes.get();
    }

    /** Poll thread: these are on their way to the context. */
    void count(Chunk chunk) {
        waitingBytes.addAndGet(chunk.bytes());
    }

    /** Context: everything of this chunk and before it is accepted. */
    void accepted(Chunk chunk) {
        waitingBytes.addAndGet(-chunk.bytes());
        acceptedTo = chunk.nextOffset();
    }

    /** The offset after what was accepted last, or {@link #NONE}. */
    long acceptedTo() {
        return acceptedTo;
    }

    /** Context: takes a fetched chunk in. */
    void offer(Chunk chunk, long nowMs) {
        if (waiting.isEmpty()) {
            waitingSinceMs = nowMs;
        }
        Chunk last = waiting.peekLast();
        if (chunk.size() == 0 && last != null) {
            waiting.removeLast();
            waiting.addLast(new Chunk(this, last.records(), chunk.nextOffset(), last.bytes()));
        } else {
            waiting.addLast(chunk);
            waitingRecords += chunk.size();
        }
    }

    /** Context: true when there is something to hand over and nothing is. */
    boolean ready() {
        return open && run == null && !waiting.isEmpty();
    }

    int waitingRecords() {
        return waitingRecords;
    }

    long waitingSinceMs() {
        return waitingSinceMs;
    }

    /** Context: true when this opening brought something that lasts, or nothing was left for it to do. */
    boolean proven() {
        long durable = committable();
        boolean nothingLeft = open && run == null && atEnd && waitingBytes() == 0 && acceptedTo <= durable;
        return durable > committedAtOpen || nothingLeft;
    }

    /**
     * Context: takes the next records out, as many as fit; at least one record, or one empty chunk.
     *
     * @param maxRecords at least 1
     * @param maxBytes a single larger record is still taken
     */
    Chunk take(int maxRecords, long maxBytes, long nowMs) {
        List<Chunk> parts = new ArrayList<>();
        int records = 0;
        long bytes = 0;
        boolean full = false;
        while (!full && !waiting.isEmpty()) {
            Chunk head = waiting.removeFirst();
            int fit = fit(head, maxRecords - records, maxBytes - bytes, parts.isEmpty());
            full = fit < head.size();
            if (full) {
                waiting.addFirst(head.part(fit, head.size()));
            }
            if (!full || fit > 0) {
                Chunk part = head.part(0, fit);
                parts.add(part);
                records += part.size();
                bytes += part.bytes();
            }
        }
        waitingRecords -= records;
        waitingSinceMs = nowMs;
        return Chunk.joined(parts);
    }

    /** Context: forgets everything that waits. */
    void drop() {
        waiting.clear();
        waitingRecords = 0;
    }

    private static int fit(Chunk head, int maxRecords, long maxBytes, boolean first) {
        if (head.size() <= maxRecords && head.bytes() <= maxBytes) {
            return head.size();
        }
        int fit = 0;
        long bytes = 0;
        while (fit < head.size() && fit < maxRecords) {
            bytes += Chunk.sizeOf(head.records().get(fit));
            if (bytes > maxBytes && !(first && fit == 0)) {
                break;
            }
            fit++;
        }
        return fit;
    }
}
