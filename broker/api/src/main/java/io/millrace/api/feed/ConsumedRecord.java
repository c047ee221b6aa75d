package io.millrace.api.feed;

import java.util.List;

/**
 * A record as it was read from a partition.
 *
 * <p>A view: key and value are the arrays the client read, not copies. Do not change them; they may be kept.
 */
public interface ConsumedRecord {

    String topic();

    int partition();

    long offset();

    /** Milliseconds since the epoch; -1 when the record has none. */
    long timestampMs();

    /** True when the broker set the timestamp ({@code LogAppendTime}), false for the producer's ({@code CreateTime}). */
    boolean logAppendTime();

    /** Null when the record has no key. */
    byte[] key();

    /** Null for a tombstone. */
    byte[] value();

    List<Header> headers();
}
