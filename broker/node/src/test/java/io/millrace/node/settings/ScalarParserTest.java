package io.millrace.node.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.settings.ByteSize;
import io.millrace.api.settings.Setting;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScalarParserTest {

    record Free(@Setting("Anything.") String value) {}

    private static final Setting FREE = Schema.of(Free.class).settings().get(0).setting();

    enum Position {
        TRIM_HORIZON,
        LATEST {
            @Override
            public String toString() {
                return "newest";
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "wait, 500ms, PT0.5S",
        "wait, 30s, PT30S",
        "wait, 5 m, PT5M",
        "wait, 1H, PT1H",
        "wait, 7d, P7D",
        "wait, PT1M30S, PT1M30S",
        "rotate.interval.ms, 1500, PT1.5S",
        "rotate.interval.ms, -1, PT-0.001S",
        "rotate.interval.ms, 2s, PT2S",
        "waitMs, 10, PT0.01S"
    })
    void readsDurations(String key, String text, Duration expected) throws BadValue {
        assertThat(ScalarParser.parse(Duration.class, text, key, FREE)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "wait, 30",
        "wait, -5s",
        "wait, 1.5s",
        "wait, s",
        "forms, 5",
        "wait, 1h30m",
        "wait, ''",
        "waitMs, 9999999999999999999"
    })
    void refusesWhatIsNoDuration(String key, String text) {
        assertThatThrownBy(() -> ScalarParser.parse(Duration.class, text, key, FREE))
                .isInstanceOf(BadValue.class);
    }

    @ParameterizedTest
    @CsvSource({
        "trim-horizon, TRIM_HORIZON",
        "TRIM_HORIZON, TRIM_HORIZON",
        "TrimHorizon, TRIM_HORIZON",
        "newest, LATEST",
        "latest, LATEST"
    })
    void readsConstantsInEveryStyle(String text, Position expected) throws BadValue {
        assertThat(ScalarParser.parse(Position.class, text, "position", FREE)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e3", "0x10", "1_000", "1.0", "", "one", "١٢"})
    void refusesWhatIsNoWholeNumber(String text) {
        assertThatThrownBy(() -> ScalarParser.parse(long.class, text, "n", FREE))
                .isInstanceOf(BadValue.class);
    }

    @ParameterizedTest
    @CsvSource({"64MiB, 67108864", "10MB, 10000000", "1024, 1024", " 5 kb , 5000"})
    void readsSizes(String text, long bytes) throws BadValue {
        assertThat(ScalarParser.parse(ByteSize.class, text, "size", FREE)).isEqualTo(new ByteSize(bytes));
    }
}
