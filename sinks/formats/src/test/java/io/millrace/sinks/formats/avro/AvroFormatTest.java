package io.millrace.sinks.formats.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.feed.DeliveryException;
import io.millrace.sinks.formats.Format;
import io.millrace.sinks.formats.RecordEncoder;
import io.millrace.sinks.formats.json.JsonRows;
import io.millrace.sinks.formats.row.RowSources;
import io.millrace.sinks.formats.schema.Contradictions;
import io.millrace.sinks.formats.schema.DecimalType;
import io.millrace.sinks.formats.schema.Field;
import io.millrace.sinks.formats.schema.ListType;
import io.millrace.sinks.formats.schema.MapType;
import io.millrace.sinks.formats.schema.RecordType;
import io.millrace.sinks.formats.schema.Scalar;
import io.millrace.sinks.formats.schema.Schema;
import io.millrace.sinks.formats.schema.SchemaStore;
import io.millrace.sinks.formats.schema.SharedSchema;
import io.millrace.sinks.formats.schema.Type;
import io.millrace.sinks.formats.schema.Widening;
import io.millrace.testkit.sinks.TestRecord;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Conversions;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.SeekableByteArrayInput;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AvroFormatTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":1,\"name\":\"x\",\"share\":1.5,\"ok\":true}",
                "{\"at\":{\"x\":1,\"deep\":{\"y\":\"z\"}}}",
                "{\"list\":[1,2,3],\"empty\":[],\"texts\":[\"a\",null,\"b\"],\"end\":1}",
                "{\"lists\":[[1],[],null,[2,3,null]],\"end\":1}",
                "{\"records\":[{\"a\":1,\"b\":[{\"c\":1},{\"c\":2}]},null,{\"a\":null,\"b\":[]}],\"end\":1}",
                "{\"text\":\"say \\\"hi\\\" \\u00fc \\ud834\\udd1e\",\"large\":9223372036854775807,\"end\":1}"
            })
    void isReadBackByAvrosOwnReader(String record) throws IOException {
        Format format = new AvroFormat(AvroCodec.NULL, inferring());
        assertThat(format.extension()).isEqualTo(".avro");
        assertThat(json(write(format, record))).containsExactly(said(record));
    }

    @ParameterizedTest
    @EnumSource(AvroCodec.class)
    void compressesAsItIsTold(AvroCodec codec) throws IOException {
        String[] records = new String[5_000];
        for (int i = 0; i < records.length; i++) {
            records[i] = "{\"id\":" + i + ",\"text\":\"the same again and again\"}";
        }
        List<GenericRecord> read = write(new AvroFormat(codec, inferring()), records);
        assertThat(read).hasSize(records.length);
        assertThat(read.get(4_999)).hasToString("{\"id\": 4999, \"text\": \"the same again and again\"}");
        if (codec != AvroCodec.NULL) {
            assertThat(out.size()).isLessThan(records.length * 20);
        }
    }

    @Test
    void writesEveryType() throws IOException {
        Schema schema = new Schema(
                7,
                new RecordType(List.of(
                        required("date", Scalar.DATE),
                        required("millis", Scalar.TIMESTAMP_MILLIS),
                        required("micros", Scalar.TIMESTAMP_MICROS),
                        required("uuid", Scalar.UUID),
                        required("bytes", Scalar.BYTES),
                        required("price", new DecimalType(9, 2)),
                        required("huge", new DecimalType(30, 3)),
                        required("map", new MapType(Scalar.LONG, true)),
                        required("maps", new ListType(new MapType(Scalar.STRING, false), false)))));
        GenericRecord record = write(
                        new AvroFormat(AvroCodec.SNAPPY, topic -> JsonRows.of(schema)),
                        "{\"date\":\"1970-01-11\",\"millis\":\"1970-01-01T00:00:01.5Z\",\"micros\":1500000,"
                                + "\"uuid\":\"123e4567-e89b-12d3-a456-426614174000\",\"bytes\":\"AAH/\",\"price\":-12.5,"
                                + "\"huge\":\"-123456789012345678901234567.891\",\"map\":{\"a\":1,\"b\":null},"
                                + "\"maps\":[{},{\"c\":\"d\"}]}")
                .get(0);
        assertThat(record.get("date")).isEqualTo(10);
        assertThat(record.get("millis")).isEqualTo(1_500L);
        assertThat(record.get("micros")).isEqualTo(1_500_000L);
        assertThat(record.get("uuid")).hasToString("123e4567-e89b-12d3-a456-426614174000");
        assertThat(record.get("bytes")).isEqualTo(ByteBuffer.wrap(new byte[] {0, 1, -1}));
        assertThat(decimal(record, "price")).isEqualTo("-12.50");
        assertThat(decimal(record, "huge")).isEqualTo("-123456789012345678901234567.891");
        assertThat(record.get("map")).hasToString("{a=1, b=null}");
        assertThat(record.get("maps")).hasToString("[{}, {c=d}]");
    }

    @Test
    void endsTheFileWhenTheSchemaWidens() throws IOException {
        Format format = new AvroFormat(null, inferring());
        RecordEncoder first = format.begin(out);
        assertThat(first.write(TestRecord.of("{\"a\":1}"))).isTrue();
        assertThat(first.write(TestRecord.of("{\"b\":{\"c\":2}}"))).isFalse();
        first.finish();
        assertThat(json(read())).containsExactly(said("{\"a\":1}"));
        out.reset();
        assertThat(json(write(format, "{\"b\":{\"c\":2}}", "{\"a\":3}")))
                .containsExactly(said("{\"a\":null,\"b\":{\"c\":2}}"), said("{\"a\":3,\"b\":null}"));
    }

    @ParameterizedTest
    @EnumSource(AvroCodec.class)
    void goesOnInTheSameFileAfterItsMemoryWasWanted(AvroCodec codec) throws IOException {
        try (RecordEncoder encoder = new AvroFormat(codec, inferring()).begin(out)) {
            for (int i = 0; i < 1_000; i++) {
                encoder.write(TestRecord.of("{\"a\":" + i + "}"));
                if (i % 300 == 0) {
                    assertThat(encoder.held()).isPositive();
                    encoder.spill();
                    assertThat(encoder.held()).isZero();
                }
            }
            encoder.finish();
        }
        List<GenericRecord> records = read();
        assertThat(records).hasSize(1_000);
        assertThat(records.get(999)).hasToString("{\"a\": 999}");
    }

    @Test
    void givesNamesThatAvroAllows() throws IOException {
        GenericRecord record = write(new AvroFormat(null, inferring()), "{\"a-b\":1,\"a.b\":{\"1\":2},\"\":3}")
                .get(0);
        assertThat(record).hasToString("{\"a_b\": 1, \"a_b_2\": {\"_1\": 2}, \"_\": 3}");
        assertThat(record.getSchema().getField("a_b_2").getProp(AvroSchema.ORIGINAL))
                .isEqualTo("a.b");
        assertThat(record.getSchema().getField("a_b").defaultVal()).isNotNull();
    }

    @Test
    void tellsWhereTheFileIsFrom() throws IOException {
        write(new AvroFormat(null, inferring()), "{\"a\":1}");
        try (DataFileReader<GenericRecord> reader = open()) {
            assertThat(reader.getMetaString("millrace.topic")).isEqualTo("t");
            assertThat(reader.getMetaLong("millrace.first.offset")).isZero();
            assertThat(reader.getMetaLong("millrace.schema.version")).isEqualTo(1);
        }
    }

    @Test
    void goesOnAfterARejectedRecord() throws IOException {
        RecordEncoder encoder = new AvroFormat(null, inferring()).begin(out);
        encoder.write(TestRecord.of("{\"a\":1}"));
        assertThatThrownBy(() -> encoder.write(TestRecord.of("{\"a\":\"x\"}")))
                .isInstanceOf(DeliveryException.class)
                .hasMessage("a is a text and was a whole number in records before");
        encoder.write(TestRecord.of("{\"a\":2}"));
        encoder.finish();
        assertThat(json(read())).hasSize(2);
    }

    private static Field required(String name, Type type) {
        return new Field(name, type, false);
    }

    private static RowSources inferring() {
        SchemaStore schemas = SchemaStore.inMemory();
        return topic -> JsonRows.inferring(
                new SharedSchema(schemas, topic, new Widening(Contradictions.REJECT)), Contradictions.REJECT);
    }

    private List<GenericRecord> write(Format format, String... records) throws IOException {
        try (RecordEncoder encoder = format.begin(out)) {
            for (String record : records) {
                assertThat(encoder.write(TestRecord.of(record))).isTrue();
            }
            encoder.finish();
        }
        return read();
    }

    private List<GenericRecord> read() throws IOException {
        List<GenericRecord> records = new ArrayList<>();
        try (DataFileReader<GenericRecord> reader = open()) {
            reader.forEach(records::add);
        }
        return records;
    }

    private DataFileReader<GenericRecord> open() throws IOException {
        return new DataFileReader<>(new SeekableByteArrayInput(out.toByteArray()), new GenericDatumReader<>());
    }

    private static List<JsonObject> json(List<GenericRecord> records) {
        return records.stream().map(record -> new JsonObject(record.toString())).toList();
    }

    /** What a record says, without fields of which nothing is known. */
    private static JsonObject said(String record) {
        JsonObject json = new JsonObject(record);
        json.remove("empty");
        return json;
    }

    private static String decimal(GenericRecord record, String field) {
        org.apache.avro.Schema type = record.getSchema().getField(field).schema();
        return new Conversions.DecimalConversion()
                .fromBytes((ByteBuffer) record.get(field), type, type.getLogicalType())
                .toPlainString();
    }
}
