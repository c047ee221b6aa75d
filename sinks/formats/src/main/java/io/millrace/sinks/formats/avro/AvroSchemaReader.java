package io.millrace.sinks.formats.avro;

import io.millrace.sinks.formats.schema.DecimalType;
import io.millrace.sinks.formats.schema.Field;
import io.millrace.sinks.formats.schema.ListType;
import io.millrace.sinks.formats.schema.MapType;
import io.millrace.sinks.formats.schema.RecordType;
import io.millrace.sinks.formats.schema.Scalar;
import io.millrace.sinks.formats.schema.SchemaException;
import io.millrace.sinks.formats.schema.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * Reads what Avro's schemas say: int and long become whole numbers, float becomes double, an enum becomes a text. A union of null and
 * one type is that type, which may be null. A union of several is a record with a field for each, of which one at most is there;
 * only Avro's binary encoding tells which.
 */
public final class AvroSchemaReader {

    private final boolean binary;
    private final Set<String> around = new HashSet<>(); // records that the present one is in

    /** @param binary true when values are in Avro's binary encoding, false when they are in JSON */
    AvroSchemaReader(boolean binary) {
        this.binary = binary;
    }

    /**
     * For values in JSON.
     *
     * @throws SchemaException when it is no Avro schema of a record, or has what files cannot hold
     */
    public static RecordType read(String text) {
        return new AvroSchemaReader(false).record(parse(new Schema.Parser(), text), "");
    }

    /** @throws SchemaException when it is no Avro schema */
    static Schema parse(Schema.Parser parser, String text) {
        try {
            return parser.parse(text);
        } catch (AvroRuntimeException invalid) {
            throw new SchemaException("it is not an Avro schema: " + invalid.getMessage());
        }
    }

    /** @param path of the record; empty for the outermost */
    RecordType record(Schema schema, String path) {
        if (!around.add(schema.getFullName())) {
            throw new SchemaException(path + " is a " + schema.getName() + " inside another one, without an end");
        }
        List<Field> fields = new ArrayList<>();
        for (Schema.Field field : schema.getFields()) {
            String place = path.isEmpty() ? field.name() : path + "." + field.name();
            fields.add(new Field(
                    field.name(), type(field.schema(), place), field.schema().isNullable()));
        }
        if (fields.isEmpty()) {
            throw new SchemaException((path.isEmpty() ? "the record" : path) + " has no fields");
        }
        around.remove(schema.getFullName());
        return new RecordType(fields);
    }

    /** What a value is when it is not null. */
    Type type(Schema schema, String path) {
        return switch (schema.getType()) {
            case RECORD -> record(schema, path);
            case ARRAY -> {
                Schema element = schema.getElementType();
                yield new ListType(type(element, path), element.isNullable());
            }
            case MAP -> {
                Schema value = schema.getValueType();
                yield new MapType(type(value, path), value.isNullable());
            }
            case BOOLEAN -> Scalar.BOOLEAN;
            case FLOAT, DOUBLE -> Scalar.DOUBLE;
            case ENUM -> Scalar.STRING;
            case STRING -> schema.getLogicalType() instanceof LogicalTypes.Uuid ? Scalar.UUID : Scalar.STRING;
            case INT -> small(schema.getLogicalType());
            case LONG -> whole(schema.getLogicalType());
            case BYTES, FIXED -> bytes(schema, path);
            case UNION -> union(schema, path);
            case NULL -> throw new SchemaException(path + " has no type but null");
        };
    }

    private Type union(Schema union, String path) {
        List<Schema> types = branches(union);
        if (types.size() == 1) {
            return type(types.get(0), path);
        }
        if (!binary || types.isEmpty()) {
            throw new SchemaException(
                    path + (types.isEmpty() ? " has no type" : " is a union of more than null and one type"));
        }
        return new RecordType(types.stream()
                .map(type -> new Field(branch(type, union), type(type, path + "." + branch(type, union)), true))
                .toList());
    }

    private static List<Schema> branches(Schema union) {
        return union.getTypes().stream()
                .filter(type -> type.getType() != Schema.Type.NULL)
                .toList();
    }

    /** True when a union is a record with a field for each of its types. */
    static boolean hasFields(Schema union) {
        return branches(union).size() > 1;
    }

    /** The field of one of a union's types: its name without the namespace, unless two have that. */
    static String branch(Schema type, Schema union) {
        String name = shortName(type);
        boolean isUnique = union.getTypes().stream()
                        .filter(each -> shortName(each).equals(name))
                        .count()
                == 1;
        return isUnique ? name : type.getFullName();
    }

    private static String shortName(Schema type) {
        return switch (type.getType()) {
            case RECORD, ENUM, FIXED -> type.getName();
            default -> type.getType().name().toLowerCase(Locale.ROOT);
        };
    }

    private Type small(LogicalType logical) {
        Type number = binary ? Scalar.SMALL_LONG : Scalar.LONG;
        return logical instanceof LogicalTypes.Date
                ? Scalar.DATE
                : logical instanceof LogicalTypes.TimeMillis ? Scalar.TIME_MILLIS : number;
    }

    private static Type whole(LogicalType logical) {
        if (logical instanceof LogicalTypes.TimeMicros) {
            return Scalar.TIME_MICROS;
        }
        return logical instanceof LogicalTypes.TimestampMillis
                ? Scalar.TIMESTAMP_MILLIS
                : logical instanceof LogicalTypes.TimestampMicros ? Scalar.TIMESTAMP_MICROS : Scalar.LONG;
    }

    private static Type bytes(Schema schema, String path) {
        if (schema.getType() == Schema.Type.FIXED && schema.getFixedSize() == 0) {
            throw new SchemaException(path + " has no bytes");
        }
        if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
            if (decimal.getPrecision() > DecimalType.MAX_PRECISION) {
                throw new SchemaException(path + " is a decimal of more than " + DecimalType.MAX_PRECISION + " digits");
            }
            return new DecimalType(decimal.getPrecision(), decimal.getScale());
        }
        return schema.getLogicalType() instanceof LogicalTypes.Uuid ? Scalar.UUID : Scalar.BYTES;
    }
}
