package io.millrace.sinks.formats.schema;

/** Texts to values of one type. */
public record MapType(Type value, boolean nullableValues) implements Type {

    @Override
    public String toString() {
        return "an object with any names";
    }
}
