package io.millrace.sinks.writer.partitioner;

import io.millrace.api.feed.ConsumedRecord;
import java.time.InstantSource;

/** The time at which a record is written. */
public record WallClockTime(InstantSource clock) implements TimestampExtractor {

    @Override
    public long timeMs(ConsumedRecord record) {
        return clock.millis();
    }

    @Override
    public boolean isWallClock() {
        return true;
    }
}
