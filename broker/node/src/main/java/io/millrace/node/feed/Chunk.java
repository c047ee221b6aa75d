package io.millrace.node.feed;

import io.millrace.api.feed.Batch;
import io.millrace.api.feed.ConsumedRecord;
import io.millrace.api.feed.Lane;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Consecutive records of one lane as one poll gave them, or a part of them. Immutable; made on the poll thread, read on the
 * context. Records are wrapped when they are looked at, so that a handler that looks at none costs nothing per record.
 */
record Chunk(FeedLane owner, List<ConsumerRecord<byte[], byte[]>> records, long nextOffset, long bytes)
        implements Batch {

    static Chunk of(FeedLane owner, List<ConsumerRecord<byte[], byte[]>> records, long nextOffset) {
        return new Chunk(owner, records, nextOffset, sizeOf(records));
    }

    private static long sizeOf(List<ConsumerRecord<byte[], byte[]>> records) {
        long bytes = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            bytes += sizeOf(record);
        }
        return bytes;
    }

    static int sizeOf(ConsumerRecord<byte[], byte[]> record) {
        int size = Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
        for (Header header : record.headers().toArray()) { // no garbage when there are none, unlike the iterator
            size += header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
        return size;
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
        Iterator<ConsumerRecord<byte[], byte[]>> inner = records.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return inner.hasNext();
            }

            @Override
            public ConsumedRecord next() {
                return new RecordView(inner.next());
            }
        };
    }
}
