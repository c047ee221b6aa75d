package io.millrace.sinks.formats.json;

import io.millrace.api.feed.ConsumedRecord;
import io.millrace.api.feed.DeliveryException;
import io.millrace.sinks.formats.row.Layout;
import io.millrace.sinks.formats.row.Row;
import io.millrace.sinks.formats.row.RowSource;
import io.millrace.sinks.formats.schema.ContradictionException;
import io.millrace.sinks.formats.schema.Contradictions;
import io.millrace.sinks.formats.schema.Field;
import io.millrace.sinks.formats.schema.RecordType;
import io.millrace.sinks.formats.schema.Scalar;
import io.millrace.sinks.formats.schema.Schema;
import io.millrace.sinks.formats.schema.SharedSchema;
import java.io.IOException;

/** Rows of the JSON values of a topic. */
public final class JsonRows implements RowSource {

    private final SharedSchema inferred; // null when the schema is given
    private final JsonReaders readers;
    private final Observation observation;
    private final JsonCheck check = new JsonCheck();
    private Row row;
    private ValueReader reader;

    private JsonRows(
            SharedSchema inferred,
            Schema schema,
            UnknownField unknown,
            Contradictions contradictions,
            Observation observation) {
        this.inferred = inferred;
        this.readers = new JsonReaders(unknown, contradictions == Contradictions.STRING);
        this.observation = observation;
        follow(schema);
    }

    /** What the schema learns of a value that it does not hold. */
    private interface Observation {
        RecordType of(byte[] value) throws ContradictionException;
    }

    /** With a schema that grows with the records. */
    public static JsonRows inferring(SharedSchema schema, Contradictions contradictions) {
        return new JsonRows(
                schema, schema.current(), UnknownField::nothing, contradictions, new JsonTypes(contradictions)::of);
    }

    /**
     * With a schema that has a text for each field of the outermost objects, null or not: strings as what they say, anything else as
     * it stands in the JSON. The schema grows with the records.
     */
    public static JsonRows ofTexts(SharedSchema schema) {
        return new JsonRows(schema, schema.current(), UnknownField.NONE, Contradictions.STRING, JsonTypes::asTexts);
    }

    /** With a schema that stays as it is: fields that it does not have are left out, what contradicts it is rejected. */
    public static JsonRows of(Schema schema) {
        return new JsonRows(null, schema, new JsonCheck()::end, Contradictions.REJECT, null);
    }

    /** With a text for each field of the outermost type of a schema that stays as it is. */
    public static JsonRows ofTexts(Schema schema) {
        RecordType texts = new RecordType(schema.type().fields().stream()
                .map(field -> new Field(field.name(), Scalar.STRING, true))
                .toList());
        return new JsonRows(
                null, new Schema(schema.version(), texts), new JsonCheck()::end, Contradictions.STRING, null);
    }

    private void follow(Schema schema) {
        Layout layout = new Layout(schema);
        row = new Row(layout);
        reader = readers.of(layout);
    }

    @Override
    public Row read(ConsumedRecord record) throws IOException {
        byte[] value = record.value();
        if (value == null) {
            throw DeliveryException.rejected("the record has no value, so it has no fields", null);
        }
        if (misfit(value) != null) {
            check.isLine(value); // says what is wrong with it if it is no JSON at all
            if (inferred != null) {
                widen(value);
            }
            RuntimeException misfit = misfit(value);
            if (misfit != null) {
                throw DeliveryException.rejected(explain(misfit), null);
            }
        }
        if (row.layout().leaves().isEmpty()) {
            throw DeliveryException.rejected("no record so far has a field with a value", null);
        }
        return row;
    }

    /** Reads a value; answers why it could not. */
    private RuntimeException misfit(byte[] value) {
        row.begin(value);
        try {
            int end = reader.read(value, JsonText.space(value, JsonCheck.start(value)), row);
            return JsonText.isBlank(value, end) ? null : Misfit.VALUE;
        } catch (Misfit | IndexOutOfBoundsException | DeliveryException misfit) {
            // Java checks all bounds anyway, so the readers do not: JSON that ends early runs over its end.
            return misfit;
        }
    }

    private String explain(RuntimeException misfit) {
        String what = (misfit instanceof Misfit ? misfit : Misfit.VALUE).getMessage();
        String place = reader.misfitAt();
        return place.isEmpty() ? what : place + ": " + what;
    }

    private void widen(byte[] value) throws IOException {
        try {
            Schema wider = inferred.widen(observation.of(value));
            if (wider.version() != row.layout().schema().version()) {
                follow(wider);
            }
        } catch (ContradictionException contradiction) {
            throw DeliveryException.rejected(contradiction.getMessage(), null);
        }
    }
}
