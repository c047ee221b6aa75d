package io.millrace.sinks.writer.partitioner;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** What a number in a time's field counts since the epoch. */
public enum TimestampUnit {
    SECONDS(1),
    MILLISECONDS(1_000),
    MICROSECONDS(1_000_000),
    NANOSECONDS(1_000_000_000);

    private static final long MS_PER_SECOND = 1_000;

    private final long perSecond;

    TimestampUnit(long perSecond) {
        this.perSecond = perSecond;
    }

    /** @throws ArithmeticException when it is too large */
    long toMs(long time) {
        return this == SECONDS
                ? Math.multiplyExact(time, MS_PER_SECOND)
                : Math.floorDiv(time, perSecond / MS_PER_SECOND);
    }

    /** @throws ArithmeticException when it is too large */
    long toMs(BigDecimal time) {
        return time.multiply(BigDecimal.valueOf(MS_PER_SECOND))
                .divide(BigDecimal.valueOf(perSecond), 0, RoundingMode.FLOOR)
                .longValueExact();
    }
}
