package io.millrace.node.feed;

import io.millrace.api.feed.Batch;
import io.millrace.api.feed.ConsumedRecord;
import io.millrace.api.feed.Lane;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Consecutive records of one lane as one poll gave them, or a part of them. Immutable; made on the poll thread, read on the
 * context. Records are wrapped when they are looked at, so that a handler that looks at none costs nothing per record.
 */
record Chunk(FeedLane owner, List<ConsumerRecord<byte[], byte[]>> records, long nextOffset, long bytes)
        implements Batch {

    /** @param headers false when records with a key or a value surely have none */
    static Chunk of(FeedLane owner, List<ConsumerRecord<byte[], byte[]>> records, long nextOffset, boolean headers) {
        return new Chunk(owner, records, nextOffset, headers ? sizeOf(records) : sizeWithoutHeaders(records));
    }

    private static long sizeWithoutHeaders(List<ConsumerRecord<byte[], byte[]>> records) {
        long bytes = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            int data = sizeOfData(record);
            bytes += data > 0 ? data : sizeOf(record);
        }
        return bytes;
    }

    private static long sizeOf(List<ConsumerRecord<byte[], byte[]>> records) {
        long bytes = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            bytes += sizeOf(record);
        }
        return bytes;
    }

    static int sizeOf(ConsumerRecord<byte[], byte[]> record) {
        int size = sizeOfData(record);
        for (Header header : record.headers().toArray()) { // no garbage when there are none, unlike the iterator
            size += header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
        return size;
    }

    private static int sizeOfData(ConsumerRecord<byte[], byte[]> record) {
        return Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    }

    /** How many records have lower offsets than this. */
    int before(long offset) {
        int count = records.size();
        while (count > 0 && records.get(count - 1).offset() >= offset) {
            count--;
        }
        return count;
    }

    /** The records from one index up to another, going on at the first one left out. */
    Chunk part(int from, int to) {
        if (from == 0 && to == records.size()) {
            return this;
        }
        long next = to == records.size() ? nextOffset : records.get(to).offset();
        List<ConsumerRecord<byte[], byte[]>> kept = records.subList(from, to);
        // Counts what is fewer, or single records taken one by one would count all the others each time.
        long size = kept.size() <= records.size() / 2
                ? sizeOf(kept)
                : bytes - sizeOf(records.subList(0, from)) - sizeOf(records.subList(to, records.size()));
        return new Chunk(owner, kept, next, size);
    }

    /** Chunks of one lane that follow each other, as one. */
    static Chunk joined(List<Chunk> parts) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        long bytes = 0;
        for (Chunk part : parts) {
            all.addAll(part.records);
            bytes += part.bytes;
        }
        Chunk last = parts.get(parts.size() - 1);
        return new Chunk(last.owner, all, last.nextOffset, bytes);
    }

    @Override
    public Lane lane() {
        return owner;
    }

    @Override
    public int size() {
        return records.size();
    }

    @Override
    public ConsumedRecord get(int index) {
        return new RecordView(records.get(index));
    }

    @Override
    public Iterator<ConsumedRecord> iterator() {
        return new Iterator<>() {
            private final int end = records.size();
            private int next;

            @Override
            public boolean hasNext() {
                return next < end;
            }

            @Override
            public ConsumedRecord next() {
                if (next == end) {
                    throw new NoSuchElementException();
                }
                return get(next++);
            }
        };
    }
}
