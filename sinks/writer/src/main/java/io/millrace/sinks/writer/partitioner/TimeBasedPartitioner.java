package io.millrace.sinks.writer.partitioner;

import io.millrace.api.feed.ConsumedRecord;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;

/** A folder for each span of time: {@code year=2026/month=01/day=31}. */
final class TimeBasedPartitioner implements Partitioner {

    /** Late records may name any span; the names are forgotten when there are so many. */
    private static final int MAX_NAMES = 10_000;

    private final TimestampExtractor time;
    private final DateTimeFormatter format;
    private final ZoneId zone;
    private final long spanMs;
    private final Map<Long, String> names = new HashMap<>();

    // The next record is mostly of the same span.
    private long lastKey;
    private String lastName;

    /** @param spanMs times within one span, counted from the epoch in local time, have one name; at least 1 */
    TimeBasedPartitioner(TimestampExtractor time, DateTimeFormatter format, ZoneId zone, long spanMs) {
        this.time = time;
        this.format = format;
        this.zone = zone;
        this.spanMs = spanMs;
    }

    @Override
    public String folder(ConsumedRecord record) throws IOException {
        long timeMs = time.timeMs(record);
        ZoneOffset offset = zone.getRules().getOffset(Instant.ofEpochMilli(timeMs));
        long offsetMs = 1_000L * offset.getTotalSeconds();
        long startMsLocal = Math.floorDiv(timeMs + offsetMs, spanMs) * spanMs;
        long key = startMsLocal - offsetMs; // apart for the two hours of one name when clocks go back
        if (lastName == null || key != lastKey) {
            if (names.size() >= MAX_NAMES) {
                names.clear();
            }
            lastName = names.computeIfAbsent(key, unknown -> name(startMsLocal, offset));
            lastKey = key;
        }
        return lastName;
    }

    /** The start of a span may have another offset than a time in it. */
    private String name(long startMsLocal, ZoneOffset offset) {
        LocalDateTime start = LocalDateTime.ofInstant(Instant.ofEpochMilli(startMsLocal), ZoneOffset.UTC);
        return format.format(ZonedDateTime.ofLocal(start, zone, offset));
    }
}
