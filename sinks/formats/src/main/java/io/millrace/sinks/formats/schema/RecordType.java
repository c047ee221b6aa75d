package io.millrace.sinks.formats.schema;

import java.util.List;

/**
 * Named fields.
 *
 * @param fields in the order of the columns; no name twice
 */
public record RecordType(List<Field> fields) implements Type {

    public static final RecordType EMPTY = new RecordType(List.of());

    public RecordType {
        fields = List.copyOf(fields);
    }

    @Override
    public String toString() {
        return "an object";
    }
}
