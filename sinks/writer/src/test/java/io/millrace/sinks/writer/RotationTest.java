package io.millrace.sinks.writer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class RotationTest {

    @Test
    void schedulesFromMidnight() {
        assertThat(next(Duration.ofMinutes(10), "UTC", "2026-01-31T10:15:30Z")).isEqualTo("2026-01-31T10:20:00Z");
        assertThat(next(Duration.ofMinutes(10), "UTC", "2026-01-31T10:20:00Z")).isEqualTo("2026-01-31T10:30:00Z");
        assertThat(next(Duration.ofDays(1), "Asia/Kolkata", "2026-01-31T10:20:00Z"))
                .isEqualTo("2026-01-31T18:30:00Z");
    }

    @Test
    void beginsAnewAtMidnight() {
        assertThat(next(Duration.ofHours(7), "UTC", "2026-01-31T22:00:00Z")).isEqualTo("2026-02-01T00:00:00Z");
    }

    @Test
    void schedulesMoreThanADay() {
        assertThat(next(Duration.ofDays(2), "UTC", "2026-01-31T22:00:00Z")).isEqualTo("2026-02-02T00:00:00Z");
    }

    @Test
    void knowsDaysOf25Hours() {
        assertThat(next(Duration.ofHours(12), "Europe/Berlin", "2026-10-25T22:30:00Z"))
                .isEqualTo("2026-10-25T23:00:00Z");
    }

    @Test
    void neverComesWithoutASchedule() {
        assertThat(new Rotation(1, 0, 0, ZoneId.of("UTC"), 1).nextScheduled(Instant.EPOCH))
                .isEqualTo(Instant.MAX);
    }

    private static String next(Duration schedule, String zone, String now) {
        return new Rotation(1, 0, schedule.toMillis(), ZoneId.of(zone), 1)
                .nextScheduled(Instant.parse(now))
                .toString();
    }
}
