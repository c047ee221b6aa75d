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
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * Reads what Avro's schemas say: int becomes long, float becomes double, an enum becomes a text; a union may have null and one type.
 */
public final class AvroSchemaReader {

    private final Set<String> around = new HashSet<>(); // records that the present one is in

    private AvroSchemaReader() {}

    /** @throws SchemaException when it is no Avro schema of a record, or has what files cannot hold */
    public static RecordType read(String text) {
        Schema schema;
        try {
            schema = new Schema.Parser().parse(text);
        } catch (AvroRuntimeException invalid) {
            throw new SchemaException("it is not an Avro schema: " + invalid.getMessage());
        }
        return new AvroSchemaReader().record(schema, "");
    }

    private RecordType record(Schema schema, String path) {
        if (!around.add(schema.getFullName())) {
            throw new SchemaException(path + " is a " + schema.getName() + " inside another one, without an end");
        }
        List<Field> fields = new ArrayList<>();
        for (Schema.Field field : schema.getFields()) {
            String place = path.isEmpty() ? field.name() : path + "." + field.name();
            Schema type = present(field.schema(), place);
            fields.add(new Field(field.name(), type(type, place), field.schema().isNullable()));
        }
        if (fields.isEmpty()) {
            throw new SchemaException((path.isEmpty() ? "the record" : path) + " has no fields");
        }
        around.remove(schema.getFullName());
        return new RecordType(fields);
    }

    /** What a value is that is there. */
    private static Schema present(Schema schema, String path) {
        if (!schema.isUnion()) {
            return schema;
        }
        List<Schema> types = schema.getTypes().stream()
                .filter(type -> type.getType() != Schema.Type.NULL)
                .toList();
        if (types.size() != 1) {
            throw new SchemaException(path + " is a union of more than null and one type");
        }
        return types.get(0);
    }

    private Type type(Schema schema, String path) {
        return switch (schema.getType()) {
            case RECORD -> record(schema, path);
            case ARRAY -> {
                Schema element = schema.getElementType();
                yield new ListType(type(present(element, path), path), element.isNullable());
            }
            case MAP -> {
                Schema value = schema.getValueType();
                yield new MapType(type(present(value, path), path), value.isNullable());
            }
            case BOOLEAN -> Scalar.BOOLEAN;
            case FLOAT, DOUBLE -> Scalar.DOUBLE;
            case ENUM -> Scalar.STRING;
            case STRING -> schema.getLogicalType() instanceof LogicalTypes.Uuid ? Scalar.UUID : Scalar.STRING;
            case INT -> schema.getLogicalType() instanceof LogicalTypes.Date ? Scalar.DATE : Scalar.LONG;
            case LONG -> whole(schema.getLogicalType());
            case BYTES, FIXED -> bytes(schema.getLogicalType(), path);
            case NULL, UNION -> throw new SchemaException(path + " has no type but null");
        };
    }

    private static Type whole(LogicalType logical) {
        return logical instanceof LogicalTypes.TimestampMillis
                ? Scalar.TIMESTAMP_MILLIS
                : logical instanceof LogicalTypes.TimestampMicros ? Scalar.TIMESTAMP_MICROS : Scalar.LONG;
    }

    private static Type bytes(LogicalType logical, String path) {
        if (logical instanceof LogicalTypes.Decimal decimal) {
            if (decimal.getPrecision() > DecimalType.MAX_PRECISION) {
                throw new SchemaException(path + " is a decimal of more than " + DecimalType.MAX_PRECISION + " digits");
            }
            return new DecimalType(decimal.getPrecision(), decimal.getScale());
        }
        return logical instanceof LogicalTypes.Uuid ? Scalar.UUID : Scalar.BYTES;
    }
}
