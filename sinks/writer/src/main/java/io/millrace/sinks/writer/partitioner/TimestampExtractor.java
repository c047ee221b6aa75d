package io.millrace.sinks.writer.partitioner;

import io.millrace.api.feed.ConsumedRecord;

/** Tells the time of a record. One instance serves one thread. */
@FunctionalInterface
public interface TimestampExtractor {

    /**
     * Milliseconds since the epoch.
     *
     * @throws io.millrace.api.feed.DeliveryException that rejects a record without a time
     */
    long timeMs(ConsumedRecord record);

    /** True when time goes on without records. */
    default boolean isWallClock() {
        return false;
    }
}
