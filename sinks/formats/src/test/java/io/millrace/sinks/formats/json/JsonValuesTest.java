package io.millrace.sinks.formats.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.feed.DeliveryException;
import io.millrace.sinks.formats.row.Layout;
import io.millrace.sinks.formats.row.Row;
import io.millrace.sinks.formats.schema.Contradictions;
import io.millrace.sinks.formats.schema.RecordType;
import io.millrace.sinks.formats.schema.Schema;
import io.millrace.sinks.formats.schema.SchemaException;
import io.millrace.sinks.formats.schema.Widening;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonValuesTest {

    private static final String ORDER = """
            {"type": "object", "required": ["id"], "properties": {
              "id": {"type": "integer"}, "day": {"type": "string", "format": "date"},
              "item": {"$ref": "item.json"}}}
            """;
    private static final String ITEM = """
            {"type": "object", "properties": {"name": {"$ref": "#/definitions/name"}}, "definitions": {"name": {"type": "string"}}}
            """;

    @Test
    void readsWhatIsDescribedHereAndElsewhere() throws Exception {
        assertThat(json(ORDER, "{\"item\":{\"name\":\"x\",\"more\":[1]},\"id\":7,\"day\":\"2026-01-31\"}"))
                .isEqualTo("{\"id\":7,\"day\":\"2026-01-31\",\"item\":{\"name\":\"x\"}}");
        assertThat(json(ORDER, " {\"id\":null} ")).isEqualTo("{\"id\":null,\"day\":null,\"item\":null}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"integer\"} | 5 | 5",
                "{\"type\":\"string\"} | \"a\\n\" | \"a\\u000a\"",
                "{\"type\":\"boolean\"} | true | true",
                "{\"type\":[\"null\",\"number\"]} | null | null"
            })
    void readsValuesThatAreNoRecords(String schema, String value, String read) throws Exception {
        assertThat(new JsonValues(schema, Map.of()).isRecord()).isFalse();
        assertThat(json(schema, value)).isEqualTo("{\"value\":" + read + "}");
    }

    @Test
    void rejectsWhatTheSchemaDoesNotSay() {
        assertThatThrownBy(() -> json(ORDER, "{\"id\":1,\"day\":\"soon\"}"))
                .isInstanceOf(DeliveryException.class)
                .hasMessage("the value is not what its JSON Schema says: day");
        assertThatThrownBy(() -> json(ORDER, "{\"id\":1")).isInstanceOf(DeliveryException.class);
        assertThatThrownBy(() -> json(ORDER, "{\"id\":1}}")).isInstanceOf(DeliveryException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | it is not a JSON object",
                "{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"b.json\"}}} | a refers to b.json, which is not in the schema",
                "{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#\"}}} | a.a refers to #, which it is in, without an end",
                "{\"type\":\"object\",\"required\":5,\"properties\":{\"a\":{}}} | it is not a JSON Schema"
            })
    void refusesWhatFilesCannotHold(String schema, String why) {
        assertThatThrownBy(() -> new JsonValues(schema, Map.of("item.json", ITEM)))
                .isInstanceOf(SchemaException.class)
                .hasMessage(why);
    }

    private static String json(String schema, String value) throws Exception {
        JsonValues values = new JsonValues(schema, Map.of("item.json", ITEM));
        RecordType type = Widening.ofDeclared(Contradictions.REJECT).widen(RecordType.EMPTY, values.type());
        Layout layout = new Layout(new Schema(1, type));
        byte[] bytes = ("\0\0\0\0\1" + value).getBytes(StandardCharsets.UTF_8);
        Row row = new Row(layout);
        row.begin(bytes);
        values.reader(layout).read(bytes, 5, row);
        return new RowText(layout).object(row).toString();
    }
}
