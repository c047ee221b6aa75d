package io.millrace.sinks.writer.partitioner;

import io.millrace.api.feed.ConsumedRecord;
import java.io.IOException;

/** Tells the time of a record. One instance serves one thread. */
@FunctionalInterface
public interface TimestampExtractor {

    /**
     * Milliseconds since the epoch.
     *
     * @throws io.millrace.api.feed.DeliveryException that rejects a record without a time
     * @throws IOException as a {@linkplain io.millrace.sinks.formats.RecordField field} does
     */
    long timeMs(ConsumedRecord record) throws IOException;

    /** True when time goes on without records. */
    default boolean isWallClock() {
        return false;
    }
}
