package io.millrace.sinks.writer;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * When a lane's open files are done. Whichever comes first.
 *
 * @param flushSize records in all open files of a lane, at least 1
 * @param intervalMs milliseconds from the first record's time to another's, as the timestamp extractor tells them; 0 for never
 * @param scheduleMs milliseconds of wall clock, counted from midnight; 0 for never
 * @param zone whose midnight
 * @param maxOpenFiles of a lane; a record that needs one more ends them all
 */
public record Rotation(int flushSize, long intervalMs, long scheduleMs, ZoneId zone, int maxOpenFiles) {

    /** The next scheduled moment after {@code now}; the end of time when nothing is scheduled. */
    Instant nextScheduled(Instant now) {
        if (scheduleMs == 0) {
            return Instant.MAX;
        }
        ZonedDateTime midnight = now.atZone(zone).toLocalDate().atStartOfDay(zone);
        long passedMs = Duration.between(midnight.toInstant(), now).toMillis();
        Instant next = midnight.toInstant().plusMillis((passedMs / scheduleMs + 1) * scheduleMs);
        Instant nextMidnight = midnight.plusDays(1).toInstant();
        // Days begin anew, so that a schedule of an hour and a half does not wander from day to day.
        return scheduleMs < Duration.ofDays(1).toMillis() && next.isAfter(nextMidnight) ? nextMidnight : next;
    }
}
