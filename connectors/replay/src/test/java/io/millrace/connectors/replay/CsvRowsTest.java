package io.millrace.connectors.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRowsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "12 | 12",
                "-0.50 | -0.50",
                "\"12\" | 12",
                "007 | \"007\"",
                "+1 | \"+1\"",
                "1e5 | \"1e5\"",
                "1. | \"1.\"",
                "123456789012345 | 123456789012345",
                "1234567890123456 | \"1234567890123456\"",
                "true | true",
                "TRUE | \"TRUE\"",
                "NA | \"NA\"",
                "null | \"null\"",
                "\"\" | \"\"",
                "\"a \"\"b\"\", c\" | \"a \\\"b\\\", c\"",
                "5\" disk | \"5\\\" disk\"",
            })
    void infersTheTypeOfAField(String field, String json) throws BadLineException {
        assertThat(json("x,y", field + ",1")).isEqualTo("{\"x\":" + json + ",\"y\":1}");
    }

    @Test
    void makesNullOfAnEmptyField() throws BadLineException {
        assertThat(json("a,b,c", ",,")).isEqualTo("{\"a\":null,\"b\":null,\"c\":null}");
        assertThat(json("a", "\"\"")).isEqualTo("{\"a\":\"\"}");
    }

    @Test
    void keepsALineBreakInsideQuotes() throws BadLineException {
        assertThat(json("a,\"b\nc\"", "\"x\ny\",z")).isEqualTo("{\"a\":\"x\\ny\",\"b\\nc\":\"z\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1,2,3", "1,2,"})
    void rejectsARowWithAnotherNumberOfFields(String row) {
        assertThatThrownBy(() -> json("a,b", row))
                .isInstanceOf(BadLineException.class)
                .hasMessageContaining("the header has 2");
    }

    @Test
    void rejectsAQuoteThatIsNotClosed() {
        assertThatThrownBy(() -> json("a,b", "1,\"2"))
                .isInstanceOf(BadLineException.class)
                .hasMessageContaining("quote");
    }

    @Test
    void refusesAHeaderWithEmptyOrDoubledNames() {
        assertThatThrownBy(() -> json("a,,b", "")).hasMessageContaining("empty name");
        assertThatThrownBy(() -> json("a,b,a", "")).hasMessageContaining("same name twice");
    }

    private static String json(String header, String row) throws BadLineException {
        return new String(new CsvRows(header.getBytes(UTF_8)).toJson(row.getBytes(UTF_8)), UTF_8);
    }
}
