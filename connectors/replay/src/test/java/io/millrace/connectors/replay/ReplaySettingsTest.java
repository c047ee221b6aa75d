package io.millrace.connectors.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.settings.Artifact;
import io.millrace.api.settings.ByteSize;
import io.millrace.api.settings.InvalidSetting;
import io.millrace.connectors.replay.ReplaySettings.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplaySettingsTest {

    @ParameterizedTest
    @CsvSource({
        "a.ndjson, NDJSON",
        "dir.csv/a.jsonl.gz, NDJSON",
        "a.JSON, NDJSON",
        "a.csv, CSV",
        "a.CSV.GZ, CSV",
    })
    void tellsTheFormatByTheName(String name, Format format) {
        assertThat(settings(name, null, null, "false").format()).isEqualTo(format);
    }

    @ParameterizedTest
    @CsvSource({"false, 1", "true, 9223372036854775807", "3, 3"})
    void readsHowOften(String loop, long loops) {
        assertThat(settings("a.csv", null, null, loop).loops()).isEqualTo(loops);
    }

    @Test
    void refusesEachWrongValueAtItsKey() {
        assertRefused("format", () -> settings("a.txt", null, null, "false"));
        assertRefused("key.path", () -> settings("a.csv", "$..", null, "false"));
        assertRefused("rate", () -> settings("a.csv", null, "fast", "false"));
        assertRefused("loop", () -> settings("a.csv", null, null, "0"));
    }

    private static void assertRefused(String key, Runnable making) {
        assertThatThrownBy(making::run).isInstanceOfSatisfying(InvalidSetting.class, refused -> {
            assertThat(refused.key()).isEqualTo(key);
            assertThat(refused.mend()).isNotEmpty();
        });
    }

    private static ReplaySettings settings(String file, String keyPath, String rate, String loop) {
        return new ReplaySettings(
                new Artifact(file, "", null), null, "topic", keyPath, null, rate, loop, ByteSize.ofMebibytes(16));
    }
}
