package io.millrace.node.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.problem.ProblemException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records as lines of JSON, in and out. */
class RecordFormTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text",
                "12.50",
                "true",
                "null",
                "\"quoted\"",
                "line\nbreak and \u2028 and \u0000",
                "{\"n\": 1.10, \"big\": 123456789012345678901234567890, \"e\": 1e3, \"a\": 1, \"a\": 2}",
                "[1,\t2 , {}]",
                "{}",
                "[]",
                "{\"$base64\": \"AAAA\"}",
                "{\"a\": 1} {\"b\": 2}",
                "{\"a\": 1",
                "[}",
                "{'a': 1}",
                " [1] "
            })
    void whatIsWrittenOutIsReadBackToTheLastByte(String text) {
        byte[] data = text.getBytes(UTF_8);
        ProducerRecord<byte[], byte[]> back = read(write(data, data));
        assertThat(new String(back.value(), UTF_8)).isEqualTo(text.equals(" [1] ") ? "[1]" : text);
        assertThat(back.key()).isEqualTo(back.value());
    }

    @Test
    void keepsBytesThatAreNoText() {
        byte[] data = {(byte) 0xff, 0, (byte) 0xc3};
        assertThat(read(write(data, null)).key()).isEqualTo(data);
        assertThat(read(write(data, null)).value()).isNull();
        assertThat(write(data, null)).contains("\"key\":{\"$base64\":\"/wDD\"},\"value\":null");
    }

    @Test
    void keepsATreeOnOneLine() {
        String line = write(null, "{\n  \"a\": \"x\\ny\",\r\n  \"b\": [1,\n2]\n}".getBytes(UTF_8));
        assertThat(line).doesNotContain("\n", "\r");
        assertThat(new JsonObject(line).getJsonObject("value"))
                .isEqualTo(new JsonObject("{\"a\": \"x\\ny\", \"b\": [1, 2]}"));
    }

    @Test
    void readsHeadersInOrder() {
        ProducerRecord<byte[], byte[]> record =
                read("{\"headers\": {\"a\": \"1\", \"b\": [null, {\"$base64\": \"/w==\"}], \"a2\": \"\"}}");
        assertThat(record.headers().toArray())
                .extracting(header -> header.key() + "=" + (header.value() == null ? "null" : header.value().length))
                .containsExactly("a=1", "b=null", "b=1", "a2=0");
    }

    @Test
    void readsTimestampsInBothForms() {
        assertThat(read("{\"timestamp\": 1500}").timestamp()).isEqualTo(1500);
        assertThat(read("{\"timestamp\": \"1970-01-01T00:00:01.5Z\"}").timestamp())
                .isEqualTo(1500);
        assertThat(read("{\"timestamp\": null, \"partition\": null}").timestamp())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"value\": 1}x             | not-json       | 13",
                "[1]                         | invalid-record | 1",
                "{\"value\": 1} {}           | invalid-record | 14",
                "{\"vaule\": 1}              | invalid-record | 11",
                "{\"partition\": 3}          | invalid-record | 15",
                "{\"partition\": -1}         | invalid-record | 15",
                "{\"timestamp\": \"noon\"}   | invalid-record | 15",
                "{\"timestamp\": -1}         | invalid-record | 15",
                "{\"headers\": []}           | invalid-record | 13",
                "{\"headers\": {\"a\": 1}}   | invalid-record | 19",
                "{\"value\": {\"$base64\": 1}}            | invalid-record | 23",
                "{\"value\": {\"$base64\": \"?\"}}        | not-json       | 25",
                "{\"value\": {\"$base64\": \"\", \"a\": 1}} | invalid-record | 27",
                "{\"value\": {\"a\": 1}      | not-json       | 19",
                "{\"value\": 1               | not-json       | 12",
            })
    void tellsWhereALineIsNotARecord(String line, String code, int column) {
        assertThatThrownBy(() -> RecordDecoder.decode("quakes", 3, line.getBytes(UTF_8), 17))
                .isInstanceOfSatisfying(ProblemException.class, refused -> {
                    assertThat(refused.problems()).singleElement().satisfies(problem -> {
                        assertThat(problem.code()).isEqualTo(code);
                        assertThat(problem.where().line()).isEqualTo(17);
                        assertThat(problem.where().column()).isEqualTo(column);
                        assertThat(problem.what()).doesNotContain("jackson", "StreamRead", "Source");
                    });
                });
    }

    private static String write(byte[] key, byte[] value) {
        RecordEncoder encoder = new RecordEncoder();
        encoder.add(new ConsumerRecord<>(
                "quakes",
                0,
                7,
                1500,
                TimestampType.CREATE_TIME,
                0,
                0,
                key,
                value,
                new RecordHeaders(),
                Optional.empty()));
        String lines = encoder.take().toString();
        assertThat(lines).endsWith("\n");
        return lines.substring(0, lines.length() - 1);
    }

    /** The line as it would be sent back. */
    private static ProducerRecord<byte[], byte[]> read(String line) {
        String sent = line.replaceFirst("\"offset\":7,\"timestamp\":\"1970-01-01T00:00:01.500Z\",", "");
        return RecordDecoder.decode("quakes", 3, sent.getBytes(UTF_8), 1);
    }
}
