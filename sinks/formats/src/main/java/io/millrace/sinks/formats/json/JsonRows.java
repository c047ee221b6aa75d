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
import java.util.ArrayList;
import java.util.List;

/** Rows of the JSON values of a topic. */
public final class JsonRows implements RowSource {

    private final SharedSchema inferred; // null when the schema is given
    private final JsonReaders readers;
    private final Observation observation;
    private final List<Field> besides; // in front of those of the schema
    private final JsonCheck check = new JsonCheck();
    private Row row;
    private ValueReader reader;

    private JsonRows(
            SharedSchema inferred,
            Schema schema,
            UnknownField unknown,
            Contradictions contradictions,
            Observation observation,
            List<Field> besides) {
        this.inferred = inferred;
        this.besides = besides;
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
        return inferring(schema, contradictions, List.of());
    }

    /**
     * With a schema that grows with the records.
     *
     * @param besides fields of all records that are not the schema's to learn; they stand in front of its own
     */
    public static JsonRows inferring(SharedSchema schema, Contradictions contradictions, List<Field> besides) {
        return new JsonRows(
                schema,
                schema.current(),
                UnknownField::nothing,
                contradictions,
                new JsonTypes(contradictions)::of,
                besides);
    }

    /**
     * With a schema that has a text for each field of the outermost objects, null or not: strings as what they say, anything else as
     * it stands in the JSON. The schema grows with the records.
     *
     * @param besides fields of all records that are not the schema's to learn; they stand in front of its own
     */
    public static JsonRows ofTexts(SharedSchema schema, List<Field> besides) {
        return new JsonRows(
                schema, schema.current(), UnknownField.NONE, Contradictions.STRING, JsonTypes::asTexts, texts(besides));
    }

    /** With a schema that stays as it is: fields that it does not have are left out, what contradicts it is rejected. */
    public static JsonRows of(Schema schema) {
        return new JsonRows(null, schema, new JsonCheck()::end, Contradictions.REJECT, null, List.of());
    }

    /** With a text for each field of the outermost type of a schema that stays as it is. */
    public static JsonRows ofTexts(Schema schema) {
        Schema texts =
                new Schema(schema.version(), new RecordType(texts(schema.type().fields())));
        return new JsonRows(null, texts, new JsonCheck()::end, Contradictions.STRING, null, List.of());
    }

    private static List<Field> texts(List<Field> fields) {
        return fields.stream()
                .map(field -> new Field(field.name(), Scalar.STRING, true))
                .toList();
    }

    private void follow(Schema schema) {
        List<Field> fields = new ArrayList<>(besides);
        fields.addAll(learnt(schema.type()));
        Layout layout = new Layout(new Schema(schema.version(), new RecordType(fields)));
        row = new Row(layout);
        reader = readers.of(layout);
    }

    /** The fields that are the schema's own. */
    private List<Field> learnt(RecordType type) {
        return type.fields().stream()
                .filter(field ->
                        besides.stream().noneMatch(beside -> beside.name().equals(field.name())))
                .toList();
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
            Schema wider = inferred.widen(new RecordType(learnt(observation.of(value))));
            if (wider.version() != row.layout().schema().version()) {
                follow(wider);
            }
        } catch (ContradictionException contradiction) {
            throw DeliveryException.rejected(contradiction.getMessage(), null);
        }
    }
}
