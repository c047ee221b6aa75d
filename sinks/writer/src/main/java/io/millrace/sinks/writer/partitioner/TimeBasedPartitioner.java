package io.millrace.sinks.writer.partitioner;

import io.millrace.api.feed.ConsumedRecord;
import java.time.Instant;
import java.time.ZoneId;
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

    /** @param spanMs times within one span, counted from the epoch in local time, have one name; at least 1 */
    TimeBasedPartitioner(TimestampExtractor time, DateTimeFormatter format, ZoneId zone, long spanMs) {
        this.time = time;
        this.format = format;
        this.zone = zone;
        this.spanMs = spanMs;
    }

    @Override
    public String folder(ConsumedRecord record) {
        long timeMs = time.timeMs(record);
        long offsetMs =
                1_000L * zone.getRules().getOffset(Instant.ofEpochMilli(timeMs)).getTotalSeconds();
        long spanStartMs = Math.floorDiv(timeMs + offsetMs, spanMs) * spanMs - offsetMs;
        if (names.size() >= MAX_NAMES) {
            names.clear();
        }
        return names.computeIfAbsent(
                spanStartMs, start -> format.format(Instant.ofEpochMilli(start).atZone(zone)));
    }
}
