package io.millrace.processing.functions.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.connector.ProducedRecord;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            null                                            | []
            ``                                              | []
            []                                              | []
            {"mag":5}                                       | [null={"mag":5}{}]
            "text"                                          | [null=text{}]
            5                                               | [null=5{}]
            {"value":"v"}                                   | [null=v{}]
            {"key":"k","value":{"a":1}}                     | [k={"a":1}{}]
            {"key":"k","value":null}                        | [k=null{}]
            {"key":"k","value":"v","headers":{"h":"1"}}     | [k=v{h:1}]
            {"key":"k","value":"v","more":1}                | [null={"key":"k","value":"v","more":1}{}]
            [{"key":"a","value":1},{"x":2}]                 | [a=1{}, null={"x":2}{}]
            not json                                        | [null=not json{}]
            """)
    void whatIsReturnedAsRecords(String answer, String records) {
        List<ProducedRecord> made = new Output("alerts").records(Buffer.buffer(answer));
        assertThat(made.stream().map(OutputTest::shown).toList().toString()).isEqualTo(records);
    }

    @Test
    void goToTheTopic() {
        ProducedRecord record = new Output("alerts").records(Buffer.buffer("1")).get(0);
        assertThat(record.topic()).isEqualTo("alerts");
        assertThat(record.partition()).isNull();
        assertThat(record.timestampMs()).isNull();
    }

    private static String shown(ProducedRecord record) {
        StringBuilder headers = new StringBuilder();
        record.headers().forEach(each -> headers.append(each.name()).append(':').append(text(each.value())));
        return text(record.key()) + "=" + text(record.value()) + "{" + headers + "}";
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "null" : new String(bytes, StandardCharsets.UTF_8);
    }
}
