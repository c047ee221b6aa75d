package io.millrace.sinks.formats.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules by which a schema takes in what was observed. The outcome holds whatever the old schema held, and does not depend on
 * the order of the records beyond the order of the columns.
 *
 * <ul>
 *   <li>New fields are added at the end, nullable.
 *   <li>A number with a fraction makes a whole number a double, if all values so far are exact as doubles.
 *   <li>An object of more than {@value #MAX_KEYS} distinct names becomes a map; the outermost one stays a record.
 *   <li>Anything else is a contradiction.
 * </ul>
 */
public final class Widening {

    /** Distinct names of an object that is a record. */
    public static final int MAX_KEYS = 200;

    /** Columns of a schema: each costs memory in each open file. */
    static final int MAX_COLUMNS = 5_000;

    private final Contradictions contradictions;

    public Widening(Contradictions contradictions) {
        this.contradictions = contradictions;
    }

    /**
     * @param observed the type of one record; may have parts of which nothing is known
     * @return what is equal to {@code known} when there is nothing new
     */
    public RecordType widen(RecordType known, RecordType observed) throws ContradictionException {
        RecordType wider = new RecordType(fields(known, observed, ""));
        if (columns(wider) > MAX_COLUMNS) {
            throw new ContradictionException("the records have more than " + MAX_COLUMNS + " different fields");
        }
        return wider;
    }

    private List<Field> fields(RecordType known, RecordType observed, String path) throws ContradictionException {
        Map<String, Field> fields = new LinkedHashMap<>();
        for (Field field : known.fields()) {
            fields.put(field.name(), field);
        }
        for (Field field : observed.fields()) {
            Field before = fields.get(field.name());
            String place = path.isEmpty() ? field.name() : path + "." + field.name();
            Type type = join(before == null ? Scalar.NOTHING : before.type(), field.type(), place);
            if (type != Scalar.NOTHING) {
                fields.put(field.name(), new Field(field.name(), type, before == null || before.nullable()));
            }
        }
        return new ArrayList<>(fields.values());
    }

    /** The least type that holds both; {@code NOTHING} when neither says anything. */
    private Type join(Type known, Type observed, String path) throws ContradictionException {
        if (observed == Scalar.NOTHING) {
            return known;
        }
        if (observed instanceof RecordType record) {
            if (known == Scalar.NOTHING) {
                return record(fields(RecordType.EMPTY, record, path), path);
            }
            if (known instanceof RecordType before) {
                return record(fields(before, record, path), path);
            }
            if (known instanceof MapType map) {
                return new MapType(values(map.value(), record.fields(), path), map.nullableValues());
            }
        } else if (observed instanceof MapType map) {
            if (known == Scalar.NOTHING) {
                return map;
            }
            if (known instanceof RecordType before) {
                return new MapType(values(map.value(), before.fields(), path), true);
            }
            if (known instanceof MapType before) {
                List<Field> value = List.of(new Field("", map.value(), true));
                return new MapType(values(before.value(), value, path), before.nullableValues());
            }
        } else if (observed instanceof ListType list) {
            if (known == Scalar.NOTHING) {
                Type element = join(Scalar.NOTHING, list.element(), path);
                return element == Scalar.NOTHING ? element : new ListType(element, true);
            }
            if (known instanceof ListType before) {
                return new ListType(join(before.element(), list.element(), path), before.nullableElements());
            }
        } else if (known == Scalar.NOTHING || known.equals(observed)) {
            return observed;
        } else if (observed == Scalar.SMALL_LONG && (known == Scalar.LONG || known == Scalar.DOUBLE)) {
            return known;
        } else if (known == Scalar.SMALL_LONG && (observed == Scalar.LONG || observed == Scalar.DOUBLE)) {
            return observed;
        }
        return contradiction(known, observed, path);
    }

    private Type record(List<Field> fields, String path) {
        if (fields.isEmpty()) {
            return Scalar.NOTHING;
        }
        return fields.size() <= MAX_KEYS
                ? new RecordType(fields)
                : new MapType(values(Scalar.NOTHING, fields, path), true);
    }

    /** The type of a map's values: what holds all of them, or text. */
    private static Type values(Type known, List<Field> fields, String path) {
        Type type = known;
        try {
            for (Field field : fields) {
                type = new Widening(Contradictions.REJECT).join(type, field.type(), path);
            }
            return type;
        } catch (ContradictionException mixed) {
            return Scalar.STRING;
        }
    }

    private Type contradiction(Type known, Type observed, String path) throws ContradictionException {
        if (contradictions == Contradictions.STRING) {
            return Scalar.STRING;
        }
        throw new ContradictionException(path + " is " + observed + " and was " + known + " in records before");
    }

    private static int columns(Type type) {
        if (type instanceof RecordType record) {
            return record.fields().stream()
                    .mapToInt(field -> columns(field.type()))
                    .sum();
        }
        return type instanceof ListType list
                ? columns(list.element())
                : type instanceof MapType map ? 1 + columns(map.value()) : 1;
    }
}
