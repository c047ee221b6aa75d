package io.millrace.sinks.formats.parquet;

import io.millrace.sinks.formats.schema.DecimalType;
import io.millrace.sinks.formats.schema.Field;
import io.millrace.sinks.formats.schema.ListType;
import io.millrace.sinks.formats.schema.MapType;
import io.millrace.sinks.formats.schema.RecordType;
import io.millrace.sinks.formats.schema.Scalar;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** A schema in Parquet's words. Its leaves stand in the order of the layout's. */
final class ParquetSchema {

    private static final int UUID_BYTES = 16;

    private ParquetSchema() {}

    static MessageType of(RecordType record) {
        return new MessageType(
                "record", record.fields().stream().map(ParquetSchema::field).toList());
    }

    private static Type field(Field field) {
        return type(field.type(), field.nullable(), field.name());
    }

    private static Type type(io.millrace.sinks.formats.schema.Type type, boolean nullable, String name) {
        Repetition repetition = nullable ? Repetition.OPTIONAL : Repetition.REQUIRED;
        if (type instanceof RecordType record) {
            return Types.buildGroup(repetition)
                    .addFields(
                            record.fields().stream().map(ParquetSchema::field).toArray(Type[]::new))
                    .named(name);
        }
        if (type instanceof ListType list) {
            return Types.list(repetition)
                    .element(type(list.element(), list.nullableElements(), "element"))
                    .named(name);
        }
        if (type instanceof MapType map) {
            return Types.map(repetition)
                    .key(type(Scalar.STRING, false, "key"))
                    .value(type(map.value(), map.nullableValues(), "value"))
                    .named(name);
        }
        return type instanceof DecimalType decimal
                ? decimal(decimal, repetition, name)
                : scalar((Scalar) type, repetition, name);
    }

    private static Type decimal(DecimalType type, Repetition repetition, String name) {
        LogicalTypeAnnotation annotation = LogicalTypeAnnotation.decimalType(type.scale(), type.precision());
        if (type.precision() <= DecimalType.MAX_LONG_PRECISION) {
            return Types.primitive(PrimitiveTypeName.INT64, repetition)
                    .as(annotation)
                    .named(name);
        }
        return Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
                .length(type.bytes())
                .as(annotation)
                .named(name);
    }

    private static Type scalar(Scalar type, Repetition repetition, String name) {
        return switch (type) {
            case BOOLEAN ->
                Types.primitive(PrimitiveTypeName.BOOLEAN, repetition).named(name);
            case SMALL_LONG, LONG ->
                Types.primitive(PrimitiveTypeName.INT64, repetition).named(name);
            case DOUBLE -> Types.primitive(PrimitiveTypeName.DOUBLE, repetition).named(name);
            case BYTES -> Types.primitive(PrimitiveTypeName.BINARY, repetition).named(name);
            case STRING ->
                Types.primitive(PrimitiveTypeName.BINARY, repetition)
                        .as(LogicalTypeAnnotation.stringType())
                        .named(name);
            case DATE ->
                Types.primitive(PrimitiveTypeName.INT32, repetition)
                        .as(LogicalTypeAnnotation.dateType())
                        .named(name);
            case TIME_MILLIS ->
                Types.primitive(PrimitiveTypeName.INT32, repetition)
                        .as(LogicalTypeAnnotation.timeType(false, TimeUnit.MILLIS))
                        .named(name);
            case TIME_MICROS ->
                Types.primitive(PrimitiveTypeName.INT64, repetition)
                        .as(LogicalTypeAnnotation.timeType(false, TimeUnit.MICROS))
                        .named(name);
            case TIMESTAMP_MILLIS -> time(TimeUnit.MILLIS, repetition, name);
            case TIMESTAMP_MICROS -> time(TimeUnit.MICROS, repetition, name);
            case UUID ->
                Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
                        .length(UUID_BYTES)
                        .as(LogicalTypeAnnotation.uuidType())
                        .named(name);
            case NOTHING -> throw new IllegalArgumentException(name + " has no type");
        };
    }

    private static Type time(TimeUnit unit, Repetition repetition, String name) {
        return Types.primitive(PrimitiveTypeName.INT64, repetition)
                .as(LogicalTypeAnnotation.timestampType(true, unit))
                .named(name);
    }
}
