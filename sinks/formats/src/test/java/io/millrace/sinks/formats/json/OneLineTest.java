package io.millrace.sinks.formats.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OneLineTest {

    private static final int VALUES = 200_000;

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{anything}", "[\u00E4]", "{       }", "[ {\\\"} ]"})
    void isWhatHasTwoEndsOnOneLine(String value) {
        assertThat(OneLine.is(value.getBytes(ISO_8859_1))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "}",
                "[",
                "{]",
                "[}",
                "}{",
                "7",
                " {}",
                "{} ",
                "{}\n",
                "\"text\"",
                "{\n}",
                "{\r}",
                "{\t}"
            })
    void isNothingElse(String value) {
        assertThat(OneLine.is(value.getBytes(ISO_8859_1))).isFalse();
    }

    @Test
    void findsEveryControlCharacterWhereverItStands() {
        for (int length = 3; length <= 40; length++) {
            for (int at = 1; at < length - 1; at++) {
                for (int each = 0; each < 256; each++) {
                    byte[] value = line(length);
                    value[at] = (byte) each;
                    assertThat(OneLine.is(value)).isEqualTo(each >= ' ');
                }
            }
        }
    }

    @Test
    void agreesWithALoop() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int lines = 0;
        for (int i = 0; i < VALUES; i++) {
            byte[] value = line(2 + random.nextInt(60));
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                value[random.nextInt(value.length)] = (byte) random.nextInt(256);
            }
            boolean expected = isLine(value);
            if (OneLine.is(value) != expected) {
                fail("with seed %d a loop says %s of %s", seed, expected, Arrays.toString(value));
            }
            lines += expected ? 1 : 0;
        }
        assertThat(lines).as("both kinds are tried").isBetween(VALUES / 10, VALUES * 9 / 10);
    }

    private static byte[] line(int length) {
        byte[] value = new byte[length];
        Arrays.fill(value, (byte) 'x');
        value[0] = '{';
        value[length - 1] = '}';
        return value;
    }

    private static boolean isLine(byte[] value) {
        String ends = "" + (char) value[0] + (char) value[value.length - 1];
        boolean control = false;
        for (byte each : value) {
            control |= (each & 0xFF) < ' ';
        }
        return (ends.equals("{}") || ends.equals("[]")) && !control;
    }
}
