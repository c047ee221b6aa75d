package io.millrace.sinks.formats.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.feed.DeliveryException;
import io.millrace.sinks.formats.row.Cells;
import io.millrace.sinks.formats.row.Row;
import io.millrace.sinks.formats.schema.Contradictions;
import io.millrace.sinks.formats.schema.Field;
import io.millrace.sinks.formats.schema.RecordType;
import io.millrace.sinks.formats.schema.Scalar;
import io.millrace.sinks.formats.schema.Schema;
import io.millrace.sinks.formats.schema.SchemaStore;
import io.millrace.sinks.formats.schema.SharedSchema;
import io.millrace.sinks.formats.schema.Type;
import io.millrace.sinks.formats.schema.Widening;
import io.millrace.testkit.sinks.TestRecord;
import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRowsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"plain\"",
                "\"exactly 8\"",
                "\"\"",
                "\"\\u00fc\\\\\\\"\\/\\b\\f\\n\\r\\t\\u0000\"",
                "\"\\ud834\\udd1e and ü\"",
                "\"𝄞 more than eight bytes, zwölf\""
            })
    void readsTextsAsTheyAreMeant(String json) throws IOException {
        String expected = new JsonArray("[" + json + "]").getString(0);
        Row row = inferring(Contradictions.REJECT).read(TestRecord.of("{\"a\":" + json + "}"));
        assertThat(text(row)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0, SMALL_LONG",
        "-9007199254740992, SMALL_LONG",
        "9007199254740993, LONG",
        "-9223372036854775808, LONG",
        "9223372036854775808, DOUBLE",
        "100000000000000000000, DOUBLE",
        "1.0, DOUBLE",
        "1e2, DOUBLE",
        "-0.0, DOUBLE",
        "5e-324, DOUBLE",
        "0.1234567890123456789012345678901234567890, DOUBLE"
    })
    void takesTheTypeOfANumber(String number, Scalar type) throws IOException {
        JsonRows rows = inferring(Contradictions.REJECT);
        Row row = rows.read(TestRecord.of("{\"a\":" + number + "}"));
        assertThat(row.layout().leaves().get(0).type()).isEqualTo(type);
        long value = row.cells(0).values[0];
        if (type == Scalar.DOUBLE) {
            assertThat(Double.longBitsToDouble(value)).isEqualTo(Double.parseDouble(number));
        } else {
            assertThat(value).isEqualTo(Long.parseLong(number));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "-1e400", "9223372036854775809", "123456789012345678901234567890"})
    void rejectsNumbersThatNothingHolds(String number) throws IOException {
        assertRejected(inferring(Contradictions.REJECT), "{\"a\":" + number + "}");
        Row row = inferring(Contradictions.STRING).read(TestRecord.of("{\"a\":" + number + "}"));
        assertThat(text(row)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[{}]",
                "1",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1",
                "{a:1}",
                "{\"a\":01}",
                "{\"a\":1.}",
                "{\"a\":.5}",
                "{\"a\":+1}",
                "{\"a\":1e}",
                "{\"a\":-}",
                "{\"a\":tru}",
                "{\"a\":nul}",
                "{\"a\":'x'}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":\"\t\"}",
                "{\"a\":1}}",
                "{\"a\":1} x",
                "{\"a\":1,}",
                "{,}",
                "{\"a\":[1,]}",
                "{\"a\":[1 2]}",
                "{\"a\":NaN}",
                "{\"a\":\"\\udd1e\"}",
                "{\"a\":1,\"\\u0061\":2}"
            })
    void rejectsWhatIsNoRecord(String json) throws IOException {
        assertRejected(inferring(Contradictions.STRING), json);
        JsonRows warm = inferring(Contradictions.REJECT);
        warm.read(TestRecord.of("{\"a\":1}"));
        assertRejected(warm, json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"C0AF", "80", "FF", "E08080", "EDA080", "F4908080", "C3", "E282", "F09D84"})
    void rejectsMalformedUtf8(String hex) throws IOException {
        byte[] value =
                ("{\"a\":\"12345678" + "\u0001".repeat(hex.length() / 2) + "\"}").getBytes(StandardCharsets.US_ASCII);
        byte[] bytes = HexFormat.of().parseHex(hex);
        System.arraycopy(bytes, 0, value, 14, bytes.length);
        JsonRows rows = inferring(Contradictions.REJECT);
        assertRejected(rows, value);
        rows.read(TestRecord.of("{\"a\":\"x\"}"));
        assertRejected(rows, value);
    }

    @Test
    void rejectsWhatIsNestedTooDeep() throws IOException {
        String deep = "{\"a\":" + "[".repeat(100_000) + "1" + "]".repeat(100_000) + "}";
        assertRejected(inferring(Contradictions.REJECT), deep);
        assertThat(text(inferring(Contradictions.STRING).read(TestRecord.of(deep)))
                        .length())
                .isEqualTo(200_001 - 2 * (JsonTypes.MAX_DEPTH - 1));
    }

    @Test
    void readsAnyOrderOfFieldsAndSkipsWhatSaysNothing() throws IOException {
        JsonRows rows = inferring(Contradictions.REJECT);
        rows.read(TestRecord.of("{\"a\":1,\"b\":2,\"c\":3}"));
        for (String json : List.of(
                "{\"c\":3,\"b\":2,\"a\":1}",
                " { \"b\" : 2 , \"new\" : [ null , { \"x\" : [] } ] , \"a\" : 1 , \"c\" : 3 } ",
                "\uFEFF{\"\\u0061\":1,\"c\":3,\"b\":2,\"d\":null}")) {
            Row row = rows.read(TestRecord.of(json));
            assertThat(row.layout().leaves()).hasSize(3);
            assertThat(List.of(value(row, 0), value(row, 1), value(row, 2))).containsExactly(1L, 2L, 3L);
        }
    }

    @Test
    void holdsRecordsToAGivenSchema() throws IOException {
        JsonRows rows = JsonRows.of(new Schema(
                1,
                new RecordType(
                        List.of(new Field("id", Scalar.LONG, false), new Field("at", Scalar.TIMESTAMP_MILLIS, true)))));
        Row row = rows.read(TestRecord.of("{\"more\":{\"x\":[1,\"2\"]},\"id\":1,\"at\":\"1970-01-01T00:00:01Z\"}"));
        assertThat(value(row, 1)).isEqualTo(1000);
        for (String json : List.of(
                "{}",
                "{\"id\":null}",
                "{\"id\":\"1\"}",
                "{\"id\":1,\"at\":\"soon\"}",
                "{\"id\":1,\"more\":[}",
                "{\"id\":1.0}")) {
            assertRejected(rows, json);
        }
    }

    private static JsonRows inferring(Contradictions contradictions) throws IOException {
        Widening widening = new Widening(contradictions);
        return JsonRows.inferring(new SharedSchema(SchemaStore.inMemory(), "t", widening), contradictions);
    }

    private static long value(Row row, int leaf) {
        Cells cells = row.cells(leaf);
        assertThat(cells.definitions[0])
                .isEqualTo((byte) row.layout().leaves().get(leaf).definition());
        return cells.values[0];
    }

    private static String text(Row row) {
        Type type = row.layout().leaves().get(0).type();
        assertThat(type).isEqualTo(Scalar.STRING);
        long value = row.cells(0).values[0];
        return new String(row.array(value), Row.start(value), Row.length(value), StandardCharsets.UTF_8);
    }

    private static void assertRejected(JsonRows rows, String json) {
        assertRejected(rows, json.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertRejected(JsonRows rows, byte[] value) {
        assertThatThrownBy(() -> rows.read(new TestRecord("t", 0, 0, 0, null, value)))
                .isInstanceOfSatisfying(
                        DeliveryException.class,
                        told -> assertThat(told.steer()).isEqualTo(DeliveryException.Steer.REJECTED));
    }
}
