package io.millrace.node.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.settings.ByteSize;
import io.millrace.api.settings.Setting;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Defaults, limits, and keys that are written nearly right. */
class LimitBindingTest extends BinderFixture {

    record Limits(
            @Setting(value = "Flush after.", name = "flush.size", min = 1, max = 10, required = true, example = "3")
            int flushSize,

            @Setting(value = "Rotate after.", name = "rotate.interval.ms", defaultValue = "-1")
            Duration rotate,

            @Setting(value = "Wait.", defaultValue = "1500ms", min = 1000, max = 60_000)
            Duration maxWaitMs,

            @Setting(value = "Buffer.", defaultValue = "1MiB", min = 1024)
            ByteSize buffer,

            @Setting(value = "Ratio.", defaultValue = "0.5", min = 0, max = 1)
            double ratio,

            @Setting(value = "Topics.", defaultValue = "a, b")
            List<String> topics,

            @Setting(value = "Servers.", defaultValue = "${millrace:bootstrapServers}")
            String servers) {}

    @Test
    void defaultsAreReadLikeValues() {
        assertThat(good(Limits.class, "flush.size: 3"))
                .isEqualTo(new Limits(
                        3,
                        Duration.ofMillis(-1),
                        Duration.ofMillis(1500),
                        ByteSize.ofMebibytes(1),
                        0.5,
                        List.of("a", "b"),
                        "localhost:9092"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            flush.size: 0            | 1:13 flush.size: flush.size is '0', less than 1. Write a number from 1 to 10.
            flush.size: 11           | 1:13 flush.size: flush.size is '11', more than 10. Write a number from 1 to 10.
            flush.size: many         | 1:13 flush.size: flush.size is 'many', not a whole number. Write a whole number, such as 3.
            flush.size:              | 1:12 flush.size: flush.size has no value. Add flush.size: 3 (Flush after).
            buffer: 1                | 1:9 buffer: buffer is '1', less than 1KiB. Write a size of at least 1KiB.
            maxWaitMs: 999           | 1:12 maxWaitMs: maxWaitMs is '999', less than 1s. Write a duration from 1s to 60s.
            maxWaitMs: 2h            | 1:12 maxWaitMs: maxWaitMs is '2h', more than 60s. Write a duration from 1s to 60s.
            maxWaitMs: soon          | 1:12 maxWaitMs: maxWaitMs is 'soon', not a duration. Write a number with ms, s, m, h or d, such as 30s.
            ratio: 1.01              | 1:8 ratio: ratio is '1.01', more than 1. Write a number from 0 to 1.
            ratio: NaN               | 1:8 ratio: ratio is 'NaN', not a finite number. Write a number, such as 0.5.
            servers: "${env:NONE}"   | 1:10 servers: servers is '${env:NONE}', but the node's environment has no NONE. Set the variable and start the node again.
            """)
    void everyLimitIsKept(String line, String expected) {
        String required = line.startsWith("flush.size") ? "" : "\nflush.size: 3";

        assertThat(bad(Limits.class, line + required)).containsExactly(expected);
    }

    @Test
    void severalMistakesAreToldAtOnce() {
        assertThat(bad(Limits.class, "kind: Test\nname: x\nratio: 7\nfoo: 1\nmaxWaitMs: 1\nbuffer: x\n"))
                .containsExactly(
                        "1:1 Test/x flush.size: flush.size is missing. Add flush.size: 3 (Flush after).",
                        "3:8 Test/x ratio: ratio is '7', more than 1. Write a number from 0 to 1.",
                        "4:1 Test/x foo: there is no setting 'foo'. Remove it, or use one of apiVersion, description,"
                                + " flush.size, labels, rotate.interval.ms, servers, topics.",
                        "5:12 Test/x maxWaitMs: maxWaitMs is '1', less than 1s. Write a duration from 1s to 60s.",
                        "6:9 Test/x buffer: buffer is 'x', not a size."
                                + " Write a number with B, KiB, MiB or GiB, such as 64MiB.");
    }

    @ParameterizedTest
    @CsvSource({
        "flsh.size, flush.size",
        "flushSize, flush.size",
        "FLUSH_SIZE, flush.size",
        "flush-size, flush.size",
        "flush.sizes, flush.size",
        "fulsh.size, flush.size"
    })
    void aMisspeltKeyIsNotAlsoToldAsMissing(String written, String meant) {
        assertThat(bad(Limits.class, written + ": 3"))
                .containsExactly("1:1 " + written + ": there is no setting '" + written + "'. Write " + meant + ".");
    }

    @Test
    void aKeyThatIsThereAlreadyIsNotSuggestedAgain() {
        assertThat(bad(Limits.class, "flush.size: 3\nflushSize: 4"))
                .containsExactly(
                        "2:1 flushSize: there is no setting 'flushSize'." + " Remove it: flush.size is set already.");
    }
}
