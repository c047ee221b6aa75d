package io.millrace.sinks.formats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.feed.ConsumedRecord;
import io.millrace.api.feed.DeliveryException;
import io.millrace.api.feed.Header;
import io.millrace.api.settings.InvalidSetting;
import io.millrace.sinks.formats.registry.RegistrySettings;
import io.millrace.sinks.formats.schema.Contradictions;
import io.millrace.sinks.formats.schema.SchemaStore;
import io.millrace.testkit.sinks.TestRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.SeekableByteArrayInput;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WithMetadataTest {

    private static final List<Metadata> ALL = List.of(Metadata.values());
    private static final List<Header> HEADERS =
            List.of(new Header("trace", "a\"b".getBytes(UTF_8)), new Header("none", null));

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {"{\"a\":1} | ,\"a\":1}", "{ \"a\" : 1 } | , \"a\" : 1 }", "{} | }", " { } | }"})
    void tellsInJsonLinesBeforeTheValuesOwnFields(String value, String rest) throws IOException {
        write(format("JsonFormat", ALL, null), record("k", value));
        assertThat(out.toString(UTF_8).replace(" }", "}"))
                .isEqualTo(("{\"_key\":\"k\",\"_headers\":[{\"name\":\"trace\",\"value\":\"a\\\"b\"},"
                                + "{\"name\":\"none\",\"value\":null}],\"_topic\":\"quakes\",\"_partition\":3,\"_offset\":42,"
                                + "\"_timestamp\":1500" + rest + "\n")
                        .replace(" }", "}"));
    }

    @Test
    void tellsInColumnsOfCsv() throws IOException {
        write(
                format("CsvFormat", List.of(Metadata.OFFSET, Metadata.KEY), null),
                record("k", "{\"a\":1}"),
                record(null, "{\"a\":2}"));
        assertThat(out.toString(UTF_8)).isEqualTo("_offset,_key,a\r\n42,k,1\r\n42,,2\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            nullValues = "none",
            value = {"none", "{\"properties\":{\"a\":{\"type\":\"integer\"}}}"})
    void tellsInTypesOfAvro(String schema) throws IOException {
        write(format("AvroFormat", ALL, schema), record(null, "{\"a\":1}"), record("k", "{\"a\":2}"));
        try (DataFileReader<GenericRecord> reader =
                new DataFileReader<>(new SeekableByteArrayInput(out.toByteArray()), new GenericDatumReader<>())) {
            GenericRecord first = reader.next();
            assertThat(first.get("_key")).isNull();
            assertThat(first.get("_headers"))
                    .hasToString(
                            "[{\"name\": \"trace\", \"value\": \"a\\\"b\"}, {\"name\": \"none\", \"value\": null}]");
            assertThat(first.get("_topic")).hasToString("quakes");
            assertThat(first.get("_partition")).isEqualTo(3L);
            assertThat(first.get("_offset")).isEqualTo(42L);
            assertThat(first.get("_timestamp")).isEqualTo(1_500L);
            assertThat(first.getSchema().getField("_timestamp").schema().toString())
                    .contains("timestamp-millis");
            assertThat(first.get("a")).isEqualTo(1L);
            assertThat(reader.next().get("_key")).hasToString("k");
        }
    }

    @Test
    void leavesTheSchemaOfTheTopicWithoutIt() throws IOException {
        SchemaStore schemas = SchemaStore.inMemory();
        Format format = new FormatSettings(
                        "AvroFormat", TextSettings.DEFAULTS, null, null, SchemaSettings.DEFAULTS, ALL)
                .open(schemas);
        write(format, record("k", "{\"a\":1}"));
        assertThat(schemas.newest("quakes").orElseThrow().type().fields())
                .singleElement()
                .satisfies(field -> assertThat(field.name()).isEqualTo("a"));
    }

    @Test
    void rejectsWhatItCannotTell() {
        Format format = format("AvroFormat", ALL, null);
        assertRejected(format, record("k", "[1]"), "the value is no object, so it has no fields");
        assertRejected(format, record("k", "{\"_offset\":1}"), "_offset: a field stands in an object twice");
        assertRejected(
                format, keyed(new byte[] {(byte) 0xFF}, "{\"a\":1}"), "the key is no text in UTF-8, which a field is");
    }

    @Test
    void isRefusedForRawBytes() {
        assertThatThrownBy(() -> format("ByteArrayFormat", ALL, null))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("Raw bytes have no fields.");
        assertThatThrownBy(() -> format("JsonFormat", List.of(Metadata.KEY, Metadata.KEY), null))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("metadata.fields names a field twice.");
    }

    private static Format format(String formatClass, List<Metadata> metadata, String schema) {
        return new FormatSettings(
                        formatClass,
                        TextSettings.DEFAULTS,
                        null,
                        null,
                        new SchemaSettings(Contradictions.REJECT, schema, null, RegistrySettings.NONE),
                        metadata)
                .open(SchemaStore.inMemory());
    }

    private void write(Format format, ConsumedRecord... records) throws IOException {
        try (RecordEncoder encoder = format.begin(out)) {
            for (ConsumedRecord record : records) {
                assertThat(encoder.write(record)).isTrue();
            }
            encoder.finish();
        }
    }

    private void assertRejected(Format format, ConsumedRecord record, String cause) {
        assertThatThrownBy(() -> write(format, record))
                .isInstanceOf(DeliveryException.class)
                .hasMessage(cause);
    }

    private static ConsumedRecord record(String key, String value) {
        return keyed(key == null ? null : key.getBytes(UTF_8), value);
    }

    private static ConsumedRecord keyed(byte[] key, String value) {
        TestRecord plain = new TestRecord("quakes", 3, 42, 1_500, key, value.getBytes(UTF_8));
        return new WithHeaders(plain);
    }

    /** A record that has headers. */
    private record WithHeaders(TestRecord plain) implements ConsumedRecord {

        @Override
        public String topic() {
            return plain.topic();
        }

        @Override
        public int partition() {
            return plain.partition();
        }

        @Override
        public long offset() {
            return plain.offset();
        }

        @Override
        public long timestampMs() {
            return plain.timestampMs();
        }

        @Override
        public boolean logAppendTime() {
            return false;
        }

        @Override
        public byte[] key() {
            return plain.key();
        }

        @Override
        public byte[] value() {
            return plain.value();
        }

        @Override
        public List<Header> headers() {
            return HEADERS;
        }
    }
}
