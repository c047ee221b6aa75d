package io.millrace.connectors.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.settings.InvalidSetting;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({"500/s, 50, 100", "30000/m, 50, 100", "36000/h, 1, 100", "1/s, 1, 1000", "1000000/s, 500, 1"})
    void sendsTenBatchesASecondOrOneRecordAtATime(String rate, int records, long waitMs) {
        Pace pace = Pace.parse(rate);

        assertThat(pace.records(500)).isEqualTo(records);
        assertThat(pace.untilDue(NOW)).isZero();

        pace.sent(records, NOW);
        assertThat(pace.untilDue(NOW).toMillis()).isBetween(waitMs - 1, waitMs);
        assertThat(pace.untilDue(NOW.plusMillis(waitMs))).isZero();
    }

    @Test
    void keepsTheRateWhenEachBatchIsALittleLate() {
        Pace pace = Pace.parse("500/s");
        int sent = 0;
        for (Instant now = NOW; now.isBefore(NOW.plusSeconds(10)); now = now.plusMillis(7)) {
            if (pace.untilDue(now).isZero()) {
                pace.sent(50, now);
                sent += 50;
            }
        }

        assertThat(sent).isBetween(4_900, 5_050);
    }

    @Test
    void makesGoodForAtMostASecondAfterAHoldUp() {
        Pace pace = Pace.parse("500/s");
        pace.sent(50, NOW);
        Instant later = NOW.plus(Duration.ofHours(1));
        int atOnce = 0;
        while (pace.untilDue(later).isZero()) {
            pace.sent(50, later);
            atOnce += 50;
        }

        assertThat(atOnce).isBetween(500, 550);
    }

    @Test
    void neverWaitsWithoutARate() {
        Pace pace = Pace.parse(null);
        pace.sent(500, NOW);

        assertThat(pace.untilDue(NOW)).isZero();
        assertThat(pace.records(500)).isEqualTo(500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"500", "0/s", "-1/s", "fast", "500/d", "1.5/s"})
    void refusesWhatIsNotARate(String rate) {
        assertThatThrownBy(() -> Pace.parse(rate)).isInstanceOf(InvalidSetting.class);
    }
}
