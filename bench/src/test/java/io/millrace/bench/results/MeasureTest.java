package io.millrace.bench.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MeasureTest {

    private static final Sample OURS = new Sample(List.of(900.0, 2000.0, 800.0));
    private static final Sample PEER = new Sample(List.of(1000.0, 1000.0, 1000.0));

    @Test
    void judgesTheMedianOfTheRatios() {
        assertThat(measure(Line.ratioAtLeast(0.9)).holds()).isTrue();
        assertThat(measure(Line.ratioAtLeast(0.91)).holds()).isFalse();
        assertThat(measure(Line.ratioAtMost(0.9)).holds()).isTrue();
        assertThat(measure(Line.ratioAtMost(0.89)).holds()).isFalse();
    }

    @Test
    void judgesOursWithoutThePeerWhereTheLineSaysSo() {
        assertThat(measure(Line.oursAtMost(900)).holds()).isTrue();
        assertThat(measure(Line.oursAtMost(899)).holds()).isFalse();
    }

    @Test
    void aFigureThatIsOnlyToldAlwaysHolds() {
        assertThat(measure(null).holds()).isTrue();
        assertThat(measure(null).row())
                .isEqualTo(
                        "| speed | **0.90** (0.80 – 2.00) |  |  | **900** (800 – 2,000) /s | **1,000** (1,000 – 1,000) /s |");
    }

    @Test
    void theRowTellsRatioLineAndVerdictBeforeTheFigures() {
        assertThat(measure(Line.ratioAtLeast(0.85)).row())
                .startsWith("| speed | **0.90** (0.80 – 2.00) | ≥ 0.85 | pass | **900**");
        assertThat(measure(Line.oursAtMost(320)).row()).contains("| ≤ 320 /s | **fail** |");
    }

    @Test
    void aRatioNeedsAPeer() {
        assertThatThrownBy(() -> new Measure("speed", "/s", 0, OURS, null, Line.ratioAtMost(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Measure measure(Line line) {
        return new Measure("speed", "/s", 0, OURS, PEER, line);
    }
}
