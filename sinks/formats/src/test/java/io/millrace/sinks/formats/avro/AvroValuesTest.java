package io.millrace.sinks.formats.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.feed.DeliveryException;
import io.millrace.sinks.formats.json.RowText;
import io.millrace.sinks.formats.row.Layout;
import io.millrace.sinks.formats.row.Row;
import io.millrace.sinks.formats.schema.ContradictionException;
import io.millrace.sinks.formats.schema.Contradictions;
import io.millrace.sinks.formats.schema.RecordType;
import io.millrace.sinks.formats.schema.SchemaException;
import io.millrace.sinks.formats.schema.Widening;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that Avro's own writer wrote. */
class AvroValuesTest {

    private static final String ALL = """
            {"type": "record", "name": "All", "namespace": "a.b", "fields": [
              {"name": "truth", "type": "boolean"},
              {"name": "small", "type": "int"},
              {"name": "large", "type": "long"},
              {"name": "single", "type": "float"},
              {"name": "double", "type": "double"},
              {"name": "text", "type": "string"},
              {"name": "bytes", "type": "bytes"},
              {"name": "suit", "type": {"type": "enum", "name": "Suit", "symbols": ["HEARTS", "SPADES"]}},
              {"name": "hash", "type": {"type": "fixed", "name": "Hash", "size": 2}},
              {"name": "price", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}},
              {"name": "huge", "type": {"type": "fixed", "name": "Huge", "size": 16, "logicalType": "decimal", "precision": 38, "scale": 3}},
              {"name": "day", "type": {"type": "int", "logicalType": "date"}},
              {"name": "clock", "type": {"type": "int", "logicalType": "time-millis"}},
              {"name": "fineClock", "type": {"type": "long", "logicalType": "time-micros"}},
              {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "fineAt", "type": {"type": "long", "logicalType": "timestamp-micros"}},
              {"name": "key", "type": {"type": "string", "logicalType": "uuid"}},
              {"name": "note", "type": ["null", "string"], "default": null},
              {"name": "last", "type": ["string", "null"]},
              {"name": "inner", "type": ["null", {"type": "record", "name": "Inner", "fields": [
                {"name": "x", "type": "int"}, {"name": "y", "type": ["null", "int"]}]}]},
              {"name": "inners", "type": {"type": "array", "items": "Inner"}},
              {"name": "numbers", "type": {"type": "array", "items": ["null", "long"]}},
              {"name": "lists", "type": {"type": "array", "items": {"type": "array", "items": "string"}}},
              {"name": "counts", "type": {"type": "map", "values": "int"}},
              {"name": "any", "type": ["null", "string", "long", "Inner"]}]}
            """;

    private final Schema all = new Schema.Parser().parse(ALL);

    @Test
    void readsEveryType() throws Exception {
        assertThat(json(ALL, encoded(record("a \"b\"\n\u00e9"), false))).isEqualTo("""
                {"truth":true,"small":-5,"large":9223372036854775807,"single":0.5,"double":1.0E300,"text":"a \\"b\\"\\u000aé",\
                "bytes":"AQI=","suit":"SPADES","hash":"/wA=","price":-12.30,"huge":12345678901234567890123.456,\
                "day":"2026-01-31","clock":"10:15:30.250","fineClock":"23:59:59.999999","at":"2026-01-31T10:15:30.250Z",\
                "fineAt":"1969-12-31T23:59:59.999999Z","key":"00112233-4455-6677-8899-aabbccddeeff","note":null,"last":"z",\
                "inner":{"x":1,"y":null},"inners":[{"x":2,"y":3},{"x":4,"y":null}],"numbers":[1,null,2],\
                "lists":[["a"],[],["b","c"]],"counts":{"k":7},"any":{"string":null,"long":5,"Inner":null}}""");
    }

    @Test
    void readsListsAndMapsInBlocksOfKnownLength() throws Exception {
        assertThat(json(ALL, encoded(record("x"), true))).isEqualTo(json(ALL, encoded(record("x"), false)));
    }

    @Test
    void readsAnOlderSchemaIntoAWiderLayout() throws Exception {
        String old = schema("""
                {"name": "gone", "type": "int"}, {"name": "n", "type": "int"},
                {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                {"name": "of", "type": {"type": "int", "logicalType": "time-millis"}},
                {"name": "price", "type": {"type": "bytes", "logicalType": "decimal", "precision": 4, "scale": 1}}""");
        String young = schema("""
                {"name": "at", "type": {"type": "long", "logicalType": "timestamp-micros"}}, {"name": "n", "type": "double"},
                {"name": "of", "type": {"type": "long", "logicalType": "time-micros"}},
                {"name": "price", "type": {"type": "bytes", "logicalType": "decimal", "precision": 20, "scale": 3}},
                {"name": "more", "type": {"type": "record", "name": "M", "fields": [{"name": "x", "type": "int"}]}}""");
        byte[] value = encoded(
                new GenericRecordBuilder(new Schema.Parser().parse(old))
                        .set("gone", 1)
                        .set("n", 2)
                        .set("at", 1_500L)
                        .set("of", 1)
                        .set("price", ByteBuffer.wrap(new byte[] {-5}))
                        .build(),
                false);
        Layout wide = layout(Contradictions.REJECT, old, young);
        assertThat(json(old, wide, value))
                .isEqualTo("{\"gone\":1,\"n\":2.0,\"at\":\"1970-01-01T00:00:01.500Z\",\"of\":\"00:00:00.001\","
                        + "\"price\":-0.500,\"more\":null}");
    }

    @Test
    void tellsInTextWhatContradicts() throws Exception {
        String old = schema("""
                {"name": "a", "type": ["null", "long"]}, {"name": "b", "type": {"type": "array", "items": "int"}},
                {"name": "c", "type": ["null", "int", "string"]}, {"name": "d", "type": ["null", "int", "string"]}""");
        String young = schema("""
                {"name": "a", "type": "string"}, {"name": "b", "type": "string"}, {"name": "c", "type": "string"},
                {"name": "d", "type": "string"}""");
        byte[] value = encoded(
                new GenericRecordBuilder(new Schema.Parser().parse(old))
                        .set("a", 5L)
                        .set("b", List.of(1, 2))
                        .set("c", "x")
                        .set("d", null)
                        .build(),
                false);
        assertThat(json(old, layout(Contradictions.STRING, old, young), value))
                .isEqualTo(
                        "{\"a\":\"5\",\"b\":\"[1,2]\",\"c\":\"{\\\"int\\\":null,\\\"string\\\":\\\"x\\\"}\",\"d\":null}");
        assertThatThrownBy(() -> layout(Contradictions.REJECT, old, young))
                .isInstanceOf(ContradictionException.class)
                .hasMessageStartingWith("a is ");
    }

    @Test
    void findsTheTypesOfReferences() throws Exception {
        String reference =
                "{\"type\": \"record\", \"name\": \"r.Point\", \"fields\": [{\"name\": \"x\", \"type\": \"int\"}]}";
        String text = schema("{\"name\": \"p\", \"type\": \"r.Point\"}");
        AvroValues values = new AvroValues(text, List.of(reference));
        assertThat(json(values, new Layout(new io.millrace.sinks.formats.schema.Schema(1, values.type())), new byte[] {4
                }))
                .isEqualTo("{\"p\":{\"x\":2}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\": \"a\", \"type\": \"null\"} | a has no type but null",
                "{\"name\": \"a\", \"type\": [\"null\"]} | a has no type",
                "{\"name\": \"a\", \"type\": [\"null\", \"R\"]} | a is a R inside another one, without an end",
                "{\"name\": \"a\", \"type\": {\"type\": \"fixed\", \"name\": \"F\", \"size\": 0}} | a has no bytes",
                "{\"name\": \"a\", \"type\": \"B\"} | it is not an Avro schema"
            })
    void refusesWhatFilesCannotHold(String field, String why) {
        assertThatThrownBy(() -> new AvroValues(schema(field), List.of()))
                .isInstanceOf(SchemaException.class)
                .hasMessageStartingWith(why);
    }

    @Test
    void rejectsValuesThatEndEarlyOrLate() throws Exception {
        byte[] value = encoded(record("x"), false);
        for (int length = 0; length < value.length; length++) {
            byte[] part = Arrays.copyOf(value, length);
            assertThatThrownBy(() -> json(ALL, part)).isInstanceOf(DeliveryException.class);
        }
        assertThatThrownBy(() -> json(ALL, Arrays.copyOf(value, value.length + 1)))
                .isInstanceOf(DeliveryException.class);
    }

    @Test
    void rejectsTextThatIsNotUtf8() {
        assertThatThrownBy(() -> json(schema("{\"name\": \"a\", \"type\": \"string\"}"), new byte[] {4, 'a', -1}))
                .isInstanceOf(DeliveryException.class)
                .hasMessage("the value is not what its Avro schema says");
    }

    /** Whatever the bytes, they are read or rejected. */
    @Test
    void survivesBytesThatAreSpoilt() throws Exception {
        byte[] value = encoded(record("some text"), false);
        Random random = new Random(7);
        AvroValues values = new AvroValues(ALL, List.of());
        Layout layout = new Layout(new io.millrace.sinks.formats.schema.Schema(1, values.type()));
        int rejected = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] spoilt = value.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                spoilt[random.nextInt(spoilt.length)] = (byte) random.nextInt(256);
            }
            try {
                json(values, layout, spoilt);
            } catch (DeliveryException told) {
                assertThat(told.steer()).isEqualTo(DeliveryException.Steer.REJECTED);
                rejected++;
            }
        }
        assertThat(rejected).isBetween(1, 19_999);
    }

    private GenericData.Record record(String text) {
        Schema inner = all.getField("inners").schema().getElementType();
        return new GenericRecordBuilder(all)
                .set("truth", true)
                .set("small", -5)
                .set("large", Long.MAX_VALUE)
                .set("single", 0.5f)
                .set("double", 1e300)
                .set("text", text)
                .set("bytes", ByteBuffer.wrap(new byte[] {1, 2}))
                .set("suit", new GenericData.EnumSymbol(all.getField("suit").schema(), "SPADES"))
                .set("hash", new GenericData.Fixed(all.getField("hash").schema(), new byte[] {-1, 0}))
                .set(
                        "price",
                        ByteBuffer.wrap(new BigDecimal("-12.30").unscaledValue().toByteArray()))
                .set(
                        "huge",
                        new GenericData.Fixed(
                                all.getField("huge").schema(), wide(new BigDecimal("12345678901234567890123.456"))))
                .set("day", 20_484)
                .set("clock", 36_930_250)
                .set("fineClock", 86_399_999_999L)
                .set("at", 1_769_854_530_250L)
                .set("fineAt", -1L)
                .set("key", "00112233-4455-6677-8899-aabbccddeeff")
                .set("note", null)
                .set("last", "z")
                .set("inner", inner(inner, 1, null))
                .set("inners", List.of(inner(inner, 2, 3), inner(inner, 4, null)))
                .set("numbers", Arrays.asList(1L, null, 2L))
                .set("lists", List.of(List.of("a"), List.of(), List.of("b", "c")))
                .set("counts", Map.of("k", 7))
                .set("any", 5L)
                .build();
    }

    private static GenericData.Record inner(Schema schema, int x, Integer y) {
        return new GenericRecordBuilder(schema).set("x", x).set("y", y).build();
    }

    private static byte[] wide(BigDecimal number) {
        byte[] digits = number.unscaledValue().toByteArray();
        byte[] bytes = new byte[16];
        System.arraycopy(digits, 0, bytes, bytes.length - digits.length, digits.length);
        return bytes;
    }

    private static String schema(String fields) {
        return "{\"type\": \"record\", \"name\": \"R\", \"fields\": [" + fields + "]}";
    }

    private static byte[] encoded(GenericData.Record record, boolean inBlocks) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = inBlocks
                ? EncoderFactory.get().blockingBinaryEncoder(out, null)
                : EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericData.Record>(record.getSchema()).write(record, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    private static Layout layout(Contradictions contradictions, String... schemas) throws ContradictionException {
        RecordType type = RecordType.EMPTY;
        for (String each : schemas) {
            type = Widening.ofDeclared(contradictions).widen(type, new AvroValues(each, List.of()).type());
        }
        return new Layout(new io.millrace.sinks.formats.schema.Schema(1, type));
    }

    private static String json(String schema, byte[] value) throws ContradictionException {
        return json(schema, layout(Contradictions.REJECT, schema), value);
    }

    private static String json(String schema, Layout layout, byte[] value) {
        return json(new AvroValues(schema, List.of()), layout, value);
    }

    private static String json(AvroValues values, Layout layout, byte[] value) {
        byte[] behind = new byte[5 + value.length];
        System.arraycopy(value, 0, behind, 5, value.length);
        Row row = new Row(layout);
        row.begin(behind);
        values.reader(layout).read(behind, 5, row);
        String json = new RowText(layout).object(row).toString();
        assertThat(json.getBytes(StandardCharsets.UTF_8)).isNotEmpty();
        return json;
    }
}
