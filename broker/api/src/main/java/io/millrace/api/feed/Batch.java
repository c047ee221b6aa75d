package io.millrace.api.feed;

/**
 * Consecutive records of one partition, in offset order.
 *
 * <p>A batch may be empty: then only {@link #nextOffset()} tells something, namely that there is nothing to read before it
 * (transaction markers, compacted or filtered records).
 */
public interface Batch extends Iterable<ConsumedRecord> {

    Lane lane();

    /** Number of records, 0 or more. */
    int size();

    /** @param index from 0 to {@code size() - 1} */
    ConsumedRecord get(int index);

    /**
     * The offset to go on from when every record of this batch is dealt with. It is past the last record, and further than
     * one past it where the log holds what is not a record.
     */
    long nextOffset();

    /** Bytes of keys, values and headers. */
    long bytes();
}
