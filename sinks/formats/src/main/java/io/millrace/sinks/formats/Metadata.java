package io.millrace.sinks.formats;

import io.millrace.sinks.formats.schema.Field;
import io.millrace.sinks.formats.schema.ListType;
import io.millrace.sinks.formats.schema.RecordType;
import io.millrace.sinks.formats.schema.Scalar;
import io.millrace.sinks.formats.schema.Type;
import java.util.List;

/** What a file can tell of a record beside its value, as a field in front of the value's own. */
public enum Metadata {
    KEY("_key"),
    HEADERS("_headers"),
    TOPIC("_topic"),
    PARTITION("_partition"),
    OFFSET("_offset"),
    TIMESTAMP("_timestamp");

    private static final Type NAMED_TEXTS = new ListType(
            new RecordType(List.of(new Field("name", Scalar.STRING, false), new Field("value", Scalar.STRING, true))),
            false);

    private final String fieldName;

    Metadata(String fieldName) {
        this.fieldName = fieldName;
    }

    String fieldName() {
        return fieldName;
    }

    Field field() {
        Type type = switch (this) {
            case KEY, TOPIC -> Scalar.STRING;
            case HEADERS -> NAMED_TEXTS;
            case PARTITION, OFFSET -> Scalar.LONG;
            case TIMESTAMP -> Scalar.TIMESTAMP_MILLIS;
        };
        return new Field(fieldName, type, this == KEY || this == TIMESTAMP);
    }
}
