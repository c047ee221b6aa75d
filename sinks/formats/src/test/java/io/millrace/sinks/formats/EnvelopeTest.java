package io.millrace.sinks.formats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.feed.ConsumedRecord;
import io.millrace.api.feed.DeliveryException;
import io.millrace.sinks.formats.Envelope.Part;
import io.millrace.testkit.sinks.TestRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvelopeTest {

    private static final List<Part> ALL = List.of(Part.KEY, Part.VALUE, Part.OFFSET, Part.TIMESTAMP, Part.HEADERS);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {"JSON | {\"a\":1}", "TEXT | \"{\\\"a\\\":1}\"", "BASE64 | \"eyJhIjoxfQ==\""})
    void tellsARecordAsAnObject(BytesForm values, String told) throws IOException {
        Envelope envelope = new Envelope(new JsonLines(TextSettings.DEFAULTS), ALL, BytesForm.TEXT, values, ".gz");
        assertThat(envelope.extension()).isEqualTo(".gz");
        write(envelope, record("k\n1", "{\"a\":1}"));
        assertThat(out.toString(UTF_8))
                .isEqualTo("{\"key\":\"k\\n1\",\"value\":" + told
                        + ",\"offset\":42,\"timestamp\":\"1970-01-01T00:00:01.500Z\",\"headers\":[]}\n");
    }

    @Test
    void tellsWhatIsNotThereAsNull() throws IOException {
        List<Part> parts = List.of(Part.VALUE, Part.KEY);
        write(
                new Envelope(new JsonLines(TextSettings.DEFAULTS), parts, BytesForm.TEXT, BytesForm.JSON, ""),
                record(null, null));
        assertThat(out.toString(UTF_8)).isEqualTo("{\"value\":null,\"key\":null}\n");
    }

    @Test
    void rejectsAValueThatIsNotWhatItShouldBe() {
        Envelope envelope = new Envelope(
                new JsonLines(TextSettings.DEFAULTS), List.of(Part.VALUE), BytesForm.TEXT, BytesForm.JSON, "");
        assertThatThrownBy(() -> write(envelope, record("k", "{\"a\":"))).isInstanceOf(DeliveryException.class);
        assertThatThrownBy(() -> write(envelope, record("k", "1}, {\"value\":2")))
                .isInstanceOf(DeliveryException.class);
    }

    @Test
    void writesLinesOfCommaSeparatedBase64() throws IOException {
        write(
                new EncodedCsv(TextSettings.DEFAULTS, ALL, false),
                record("key", "Lorem ipsum dolor sit amet"),
                record(null, null));
        assertThat(out.toString(UTF_8)).isEqualTo("""
                        a2V5,TG9yZW0gaXBzdW0gZG9sb3Igc2l0IGFtZXQ=,42,1970-01-01T00:00:01.500Z,
                        ,,42,1970-01-01T00:00:01.500Z,
                        """);
    }

    @Test
    void writesValuesAsTheyAreWhenTold() throws IOException {
        write(new EncodedCsv(TextSettings.DEFAULTS, List.of(Part.OFFSET, Part.VALUE), true), record("key", "a,b"));
        assertThat(out.toString(UTF_8)).isEqualTo("42,a,b\n");
    }

    private static ConsumedRecord record(String key, String value) {
        return new TestRecord("t", 0, 42, 1500, bytes(key), bytes(value));
    }

    private static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(UTF_8);
    }

    private void write(Format format, ConsumedRecord... records) throws IOException {
        try (RecordEncoder encoder = format.begin(out)) {
            for (ConsumedRecord record : records) {
                assertThat(encoder.write(record)).isTrue();
            }
            encoder.finish();
        }
    }
}
