package io.millrace.connectors.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPathTest {

    @Test
    void readsNamesIndexesAndQuotedNames() {
        assertThat(JsonPath.parse("$.a.b").steps()).isEqualTo(List.of("a", "b"));
        assertThat(JsonPath.parse("a.b[0]").steps()).isEqualTo(List.of("a", "b", 0));
        assertThat(JsonPath.parse("$[2]['b c.d'].e").steps()).isEqualTo(List.of(2, "b c.d", "e"));
        assertThat(JsonPath.parse("id").steps()).isEqualTo(List.of("id"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "$", "$a", ".a", "a..b", "a.", "$.a[", "$.a[-1]", "$.a[x]", "$.a['b]", "a[0]b", "$.a b"})
    void refusesWhatIsNotAPath(String text) {
        assertThatThrownBy(() -> JsonPath.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
