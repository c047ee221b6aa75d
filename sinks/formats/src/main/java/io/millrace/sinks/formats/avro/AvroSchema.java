package io.millrace.sinks.formats.avro;

import io.millrace.sinks.formats.schema.DecimalType;
import io.millrace.sinks.formats.schema.Field;
import io.millrace.sinks.formats.schema.ListType;
import io.millrace.sinks.formats.schema.MapType;
import io.millrace.sinks.formats.schema.RecordType;
import io.millrace.sinks.formats.schema.Scalar;
import io.millrace.sinks.formats.schema.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * A schema in Avro's words. Names that Avro does not allow get underscores, and the property {@value #ORIGINAL} says what they were;
 * what may be null is a union with null first, and null by default.
 */
final class AvroSchema {

    static final String ORIGINAL = "millrace.name";

    private final Set<String> recordNames = new HashSet<>();

    private AvroSchema() {}

    static Schema of(String topic, io.millrace.sinks.formats.schema.Schema schema) {
        return new AvroSchema().record(topic, schema.type());
    }

    private Schema record(String wanted, RecordType record) {
        String name = unique(allowed(wanted), recordNames);
        List<Schema.Field> fields = new ArrayList<>();
        Set<String> fieldNames = new HashSet<>();
        for (Field field : record.fields()) {
            String fieldName = unique(allowed(field.name()), fieldNames);
            Schema type = orNull(type(name + "_" + fieldName, field.type()), field.nullable());
            Schema.Field avro =
                    new Schema.Field(fieldName, type, null, field.nullable() ? JsonProperties.NULL_VALUE : null);
            if (!fieldName.equals(field.name())) {
                avro.addProp(ORIGINAL, field.name());
            }
            fields.add(avro);
        }
        return Schema.createRecord(name, null, null, false, fields);
    }

    private Schema type(String path, Type type) {
        if (type instanceof RecordType record) {
            return record(path, record);
        }
        if (type instanceof ListType list) {
            return Schema.createArray(orNull(type(path, list.element()), list.nullableElements()));
        }
        if (type instanceof MapType map) {
            return Schema.createMap(orNull(type(path, map.value()), map.nullableValues()));
        }
        return type instanceof DecimalType decimal
                ? LogicalTypes.decimal(decimal.precision(), decimal.scale())
                        .addToSchema(Schema.create(Schema.Type.BYTES))
                : scalar((Scalar) type);
    }

    private static Schema scalar(Scalar type) {
        return switch (type) {
            case BOOLEAN -> Schema.create(Schema.Type.BOOLEAN);
            case SMALL_LONG, LONG -> Schema.create(Schema.Type.LONG);
            case DOUBLE -> Schema.create(Schema.Type.DOUBLE);
            case STRING -> Schema.create(Schema.Type.STRING);
            case BYTES -> Schema.create(Schema.Type.BYTES);
            case DATE -> LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
            case TIME_MILLIS -> LogicalTypes.timeMillis().addToSchema(Schema.create(Schema.Type.INT));
            case TIME_MICROS -> LogicalTypes.timeMicros().addToSchema(Schema.create(Schema.Type.LONG));
            case TIMESTAMP_MILLIS -> LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
            case TIMESTAMP_MICROS -> LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
            case UUID -> LogicalTypes.uuid().addToSchema(Schema.create(Schema.Type.STRING));
            case NOTHING -> throw new IllegalArgumentException("nothing has no type");
        };
    }

    private static Schema orNull(Schema type, boolean nullable) {
        return nullable ? Schema.createUnion(Schema.create(Schema.Type.NULL), type) : type;
    }

    private static String allowed(String name) {
        String letters = name.replaceAll("[^A-Za-z0-9_]", "_");
        return letters.isEmpty() || Character.isDigit(letters.charAt(0)) ? "_" + letters : letters;
    }

    private static String unique(String wanted, Set<String> taken) {
        String name = wanted;
        for (int i = 2; !taken.add(name); i++) {
            name = wanted + "_" + i;
        }
        return name;
    }
}
