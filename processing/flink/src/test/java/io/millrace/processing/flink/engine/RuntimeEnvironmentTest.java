package io.millrace.processing.flink.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuntimeEnvironmentTest {

    @ParameterizedTest
    @CsvSource({"FLINK-2_3, 2.3", "FLINK-2_2, 2.3", "FLINK-1_20, 1.20", "FLINK-1_18, 1.20"})
    void isRunByTheLineThatTakesWhatWasMadeForIt(String text, String line) {
        assertThat(RuntimeEnvironment.parse(text).orElseThrow().flinkLine()).isEqualTo(line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FLINK-2_4", "FLINK-3_0", "FLINK-1_21", "SQL-1_0", "flink-2_3", ""})
    void isNoneOfWhatIsNotRun(String text) {
        assertThat(RuntimeEnvironment.parse(text)).isEmpty();
    }

    @Test
    void warnsWhenAnotherLineRunsIt() {
        assertThat(RuntimeEnvironment.parse("FLINK-2_3").orElseThrow().warning())
                .isEmpty();
        assertThat(RuntimeEnvironment.parse("FLINK-2_2").orElseThrow().warning())
                .contains("runtimeEnvironment FLINK-2_2 is run by Flink 2.3.");
    }
}
