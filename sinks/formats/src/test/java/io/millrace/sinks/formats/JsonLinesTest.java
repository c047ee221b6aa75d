package io.millrace.sinks.formats;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.feed.DeliveryException;
import io.millrace.testkit.sinks.TestRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLinesTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private Format format = new JsonLines(TextSettings.DEFAULTS);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[1, 2,  3]",
                "{\"b\": 1.10, \"a\": 1e400, \"b\": 2}",
                "\"text with \\n and ü and 𝄞\"",
                "-0.0",
                "12345678901234567890123456789",
                "true",
                "null",
                " {\"x\":1} "
            })
    void passesAValueThroughAsItIs(String value) throws IOException {
        write(value.getBytes(UTF_8));
        assertThat(out.toString(UTF_8)).isEqualTo(value + "\n");
    }

    @Test
    void takesLineBreaksAndIndentationOut() throws IOException {
        write("{\r\n\t\"a b\" : [\n    1.50,\n    \"x  y\"\n  ]\n}\n".getBytes(UTF_8));
        assertThat(out.toString(UTF_8)).isEqualTo("{\"a b\" : [1.50,\"x  y\"]}\n");
    }

    @Test
    void takesAByteOrderMarkOut() throws IOException {
        write("\uFEFF{}".getBytes(UTF_8));
        assertThat(out.toString(UTF_8)).isEqualTo("{}\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "quake",
                "{",
                "{\"a\":1",
                "{\"a\":1}}",
                "{} {}",
                "1 2",
                "[1,]",
                "{'a':1}",
                "{a:1}",
                "NaN",
                "01",
                "\"open",
                "\"line\nbreak\"",
                "\"bad \\q\"",
                "{\"a\":1} // comment"
            })
    void rejectsWhatIsNotOneJsonValue(String value) {
        assertRejected(value.getBytes(UTF_8));
    }

    @Test
    void rejectsTextThatIsNotUtf8() {
        assertRejected("{\"a\":1}".getBytes(UTF_16LE));
        assertRejected(bytes('"', 0xC0, 0x80, '"')); // overlong
        assertRejected(bytes('"', 0xED, 0xA0, 0x80, '"')); // half a surrogate pair
        assertRejected(bytes('"', 0xF4, 0x90, 0x80, 0x80, '"')); // past the last code point
        assertRejected(bytes('"', 0xE2, 0x82, '"')); // cut off
        assertRejected(bytes('"', 0xFF, '"'));
    }

    @Test
    void rejectsATombstone() {
        assertRejected(null);
        checkLines();
        assertRejected(null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{'a':1}", "{\"a\":1}}", "{} {}", "[1,]", "{\"cut\": \"o}", "[ü]"})
    void writesWhatIsALineWhenNothingElseIsAskedFor(String value) throws IOException {
        checkLines();
        write(value.getBytes(UTF_8));
        assertThat(out.toString(UTF_8)).isEqualTo(value + "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "{",
                "quake",
                "{\"a\":1",
                "\"a\":1}",
                "{]",
                "{} // comment",
                "\uFEFF{'a':1}",
                "{'a'\n:1}",
                "{'a'\r:1}",
                "{\"a\":\"line\nbreak\"}"
            })
    void rejectsWhatIsNoLineUnlessItIsJson(String value) {
        checkLines();
        assertRejected(value.getBytes(UTF_8));
    }

    @Test
    void makesALineOfJsonThatIsNone() throws IOException {
        checkLines();
        RecordEncoder encoder = format.begin(out);
        for (String value : new String[] {"{\n  \"a\": 1\n}\n", "\uFEFF[1]", "7", " {\"x\":1} "}) {
            encoder.write(TestRecord.of(value));
        }
        encoder.finish();
        assertThat(out.toString(UTF_8)).isEqualTo("{\"a\": 1}\n[1]\n7\n {\"x\":1} \n");
    }

    @Test
    void quotesNothingOfTheValueInTheRejection() {
        assertThatThrownBy(() -> write("{\"pin\": secret}".getBytes(UTF_8)))
                .hasMessageContaining("malformed at byte")
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }

    @Test
    void goesOnAfterARejectedRecord() throws IOException {
        RecordEncoder encoder = format.begin(out);
        encoder.write(TestRecord.of("{\"id\":1}"));
        assertThatThrownBy(() -> encoder.write(TestRecord.of("{\"id\":")))
                .isInstanceOfSatisfying(
                        DeliveryException.class,
                        told -> assertThat(told.steer()).isEqualTo(DeliveryException.Steer.REJECTED));
        encoder.write(TestRecord.of("{\"id\":2}"));
        encoder.finish();
        assertThat(out.toString(UTF_8)).isEqualTo("{\"id\":1}\n{\"id\":2}\n");
    }

    @Test
    void takesDeepAndLongValues() throws IOException {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        String wide = "{\"" + "k".repeat(100_000) + "\":\"" + "v".repeat(8 << 20) + "\"}";
        String number = "9".repeat(10_000);
        RecordEncoder encoder = format.begin(out);
        for (String value : new String[] {deep, wide, number}) {
            encoder.write(TestRecord.of(value));
        }
        encoder.finish();
        assertThat(out.toString(UTF_8)).isEqualTo(deep + "\n" + wide + "\n" + number + "\n");
    }

    private void checkLines() {
        format = new JsonLines(new TextSettings(Compression.NONE, -1, LineCheck.LINE, null, null, null));
    }

    private void write(byte[] value) throws IOException {
        RecordEncoder encoder = format.begin(out);
        encoder.write(new TestRecord("t", 0, 0, 0, null, value));
        encoder.finish();
    }

    private void assertRejected(byte[] value) {
        assertThatThrownBy(() -> write(value))
                .isInstanceOfSatisfying(
                        DeliveryException.class,
                        told -> assertThat(told.steer()).isEqualTo(DeliveryException.Steer.REJECTED));
        assertThat(out.size()).isZero();
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
