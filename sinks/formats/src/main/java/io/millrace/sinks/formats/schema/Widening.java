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
 *   <li>A number with a fraction makes a whole number a double, if all values so far are exact as doubles; where types are declared
 *       it is for each value to be exact.
 *   <li>Of two decimals the digits before and behind the point are kept; of two times, the finer unit.
 *   <li>An object of more than {@value #MAX_KEYS} distinct names becomes a map; the outermost one stays a record, and so does any
 *       whose names were declared.
 *   <li>Anything else is a contradiction.
 * </ul>
 */
public final class Widening {

    /** Distinct names of an object that is a record. */
    public static final int MAX_KEYS = 200;

    /** Columns of a schema: each costs memory in each open file. */
    static final int MAX_COLUMNS = 5_000;

    private final Contradictions contradictions;
    private final boolean declared;

    /** For types of values that were looked at. */
    public Widening(Contradictions contradictions) {
        this(contradictions, false);
    }

    private Widening(Contradictions contradictions, boolean declared) {
        this.contradictions = contradictions;
        this.declared = declared;
    }

    /** For types that schemas declare: what is a record in one and a map in another is a contradiction. */
    public static Widening ofDeclared(Contradictions contradictions) {
        return new Widening(contradictions, true);
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
            if (known instanceof MapType map && !declared) {
                return new MapType(values(map.value(), record.fields(), path), map.nullableValues());
            }
        } else if (observed instanceof MapType map) {
            if (known == Scalar.NOTHING) {
                Type value = join(Scalar.NOTHING, map.value(), path);
                return value == Scalar.NOTHING ? value : new MapType(value, true);
            }
            if (known instanceof RecordType before && !declared) {
                return new MapType(values(map.value(), before.fields(), path), true);
            }
            if (known instanceof MapType before && declared) {
                return new MapType(join(before.value(), map.value(), path), before.nullableValues());
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
        } else if (known instanceof DecimalType before && observed instanceof DecimalType decimal) {
            int scale = Math.max(before.scale(), decimal.scale());
            int whole = Math.max(before.precision() - before.scale(), decimal.precision() - decimal.scale());
            if (whole + scale <= DecimalType.MAX_PRECISION) {
                return new DecimalType(whole + scale, scale);
            }
        } else if (isWider(observed, known)) {
            return observed;
        } else if (isWider(known, observed)) {
            return known;
        }
        return contradiction(known, observed, path);
    }

    private boolean isWider(Type one, Type other) {
        return (one == Scalar.DOUBLE && other == Scalar.LONG && declared)
                || (one == Scalar.TIMESTAMP_MICROS && other == Scalar.TIMESTAMP_MILLIS)
                || (one == Scalar.TIME_MICROS && other == Scalar.TIME_MILLIS);
    }

    private Type record(List<Field> fields, String path) {
        if (fields.isEmpty()) {
            return Scalar.NOTHING;
        }
        return declared || fields.size() <= MAX_KEYS
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
