package io.millrace.connectors.replay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLineTest {

    private static final String LINE =
            "{\"a\":{\"x\":[1,{\"y\":2}],\"t\":1517363399650,\"s\":\"\\u00e9\\n\",\"n\":-1.50e2},\"a2\":[{\"b\":true},null],\"k\":\"id-1\"}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$.k | id-1",
                "$.a.x | [1,{\"y\":2}]",
                "$.a.x[1] | {\"y\":2}",
                "$.a.x[1].y | 2",
                "$.a.n | -1.50e2",
                "a2[0].b | true",
            })
    void findsTheKeyAsItIs(String path, String key) throws BadLineException {
        JsonLine line = new JsonLine(JsonPath.parse(path), JsonPath.parse("$.a.t"));

        line.read(LINE.getBytes(UTF_8));

        assertThat(line.key()).asString(UTF_8).isEqualTo(key);
        assertThat(line.timestampMs()).isEqualTo(1517363399650L);
    }

    @Test
    void unescapesAText() throws BadLineException {
        JsonLine line = new JsonLine(JsonPath.parse("$.a.s"), null);

        line.read(LINE.getBytes(UTF_8));

        assertThat(line.key()).asString(UTF_8).isEqualTo("é\n");
        assertThat(line.timestampMs()).isNull();
    }

    @Test
    void findsATimestampInsideTheKey() throws BadLineException {
        JsonLine line = new JsonLine(JsonPath.parse("$.a"), JsonPath.parse("$.a.t"));

        line.read("{\"a\": {\"t\": 1}, \"é\": 2}".getBytes(UTF_8));

        assertThat(line.key()).asString(UTF_8).isEqualTo("{\"t\": 1}");
        assertThat(line.timestampMs()).isEqualTo(1000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$.none", "$.a2[1]", "$.a2[7]", "$.k.deeper", "$.a.x.y", "$[0]"})
    void hasNoKeyWhereThereIsNone(String path) throws BadLineException {
        JsonLine line = new JsonLine(JsonPath.parse(path), null);

        line.read(LINE.getBytes(UTF_8));

        assertThat(line.key()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"$.none", "$.a2[1]", "$.k", "$.a.x", "$.a2[0].b"})
    void rejectsALineWithoutATimestamp(String path) {
        JsonLine line = new JsonLine(null, JsonPath.parse(path));

        assertThatThrownBy(() -> line.read(LINE.getBytes(UTF_8)))
                .isInstanceOf(BadLineException.class)
                .hasMessageContaining("timestamp");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1} x | column 9",
                "{\"a\":1}{} | more than one",
                "{\"a\":1 | ends within",
                "[1,2 | ends within",
                "\"abc | ends within",
                "hello | column",
                "{'a':1} | column 2",
                "{\"a\":01} | column",
                "NaN | column",
            })
    void rejectsWhatIsNotOneJsonValue(String text, String why) {
        JsonLine line = new JsonLine(null, null);

        assertThatThrownBy(() -> line.read(text.getBytes(UTF_8)))
                .isInstanceOf(BadLineException.class)
                .hasMessageContaining(why);
    }

    @Test
    void rejectsOtherEncodings() {
        JsonLine line = new JsonLine(null, null);

        assertThatThrownBy(() -> line.read("{\"city\":\"Málaga\"}".getBytes(ISO_8859_1)))
                .isInstanceOf(BadLineException.class)
                .hasMessage("The line is not UTF-8.");
        assertThatThrownBy(() -> line.read("{\"a\":1}".getBytes(UTF_16LE)))
                .isInstanceOf(BadLineException.class)
                .hasMessageContaining("not JSON in UTF-8");
    }

    @Test
    void startsAfreshWithEveryLine() throws BadLineException {
        JsonLine line = new JsonLine(JsonPath.parse("$.k"), null);

        line.read("{\"k\":\"one\"}".getBytes(UTF_8));
        line.read("{}".getBytes(UTF_8));

        assertThat(line.key()).isNull();
    }
}
