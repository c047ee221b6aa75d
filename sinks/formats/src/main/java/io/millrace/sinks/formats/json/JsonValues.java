package io.millrace.sinks.formats.json;

import io.millrace.api.feed.DeliveryException;
import io.millrace.sinks.formats.row.Layout;
import io.millrace.sinks.formats.row.Node;
import io.millrace.sinks.formats.row.RowReader;
import io.millrace.sinks.formats.row.WriterSchema;
import io.millrace.sinks.formats.schema.Field;
import io.millrace.sinks.formats.schema.RecordType;
import io.millrace.sinks.formats.schema.SchemaException;
import io.millrace.sinks.formats.schema.Type;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Values in JSON by the JSON Schema they were written with. Fields that it does not describe are left out. */
public final class JsonValues implements WriterSchema {

    private final boolean isRecord;
    private final RecordType type;

    /**
     * @param references texts that it refers to, by their names
     * @throws SchemaException when it is no JSON Schema, or has what files cannot hold
     */
    public JsonValues(String text, Map<String, String> references) {
        Type found;
        try {
            Map<String, JsonObject> others = new HashMap<>();
            references.forEach((name, other) -> others.put(name, new JsonObject(other)));
            found = JsonSchemaReader.read(new JsonObject(text), others);
        } catch (DecodeException noJson) {
            throw new SchemaException("it is not a JSON object");
        } catch (ClassCastException | IllegalArgumentException malformed) {
            throw new SchemaException("it is not a JSON Schema");
        }
        this.isRecord = found instanceof RecordType;
        this.type =
                found instanceof RecordType record ? record : new RecordType(List.of(new Field(VALUE, found, true)));
    }

    @Override
    public RecordType type() {
        return type;
    }

    @Override
    public boolean isRecord() {
        return isRecord;
    }

    @Override
    public RowReader reader(Layout layout) {
        JsonReaders readers = new JsonReaders(new JsonCheck()::end, true);
        Node.Fields root = layout.root();
        ValueReader reader = isRecord
                ? readers.of(layout)
                : readers.of(root.children().get(root.names().indexOf(VALUE)));
        return (bytes, start, row) -> {
            byte[] in = isRecord ? bytes : Arrays.copyOf(bytes, bytes.length + 1);
            if (!isRecord) {
                in[bytes.length] = ' '; // readers look behind a number for its end
            }
            RuntimeException misfit;
            try {
                int at = JsonText.space(in, start);
                int end = isRecord ? reader.read(in, at, row) : reader.readOrNull(in, at, row);
                misfit = JsonText.isBlank(in, end) ? null : Misfit.VALUE;
            } catch (Misfit | IndexOutOfBoundsException | DeliveryException refused) {
                misfit = refused;
            }
            if (misfit != null) {
                String place = reader.misfitAt();
                throw DeliveryException.rejected(
                        "the value is not what its JSON Schema says" + (place.isEmpty() ? "" : ": " + place), null);
            }
        };
    }
}
