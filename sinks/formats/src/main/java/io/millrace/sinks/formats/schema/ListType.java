package io.millrace.sinks.formats.schema;

/** Any number of elements of one type. */
public record ListType(Type element, boolean nullableElements) implements Type {

    @Override
    public String toString() {
        return "a list";
    }
}
