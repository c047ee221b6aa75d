package io.millrace.sinks.formats.schema;

/** Thrown when a schema that a user gives cannot be read, or has what files cannot hold; the message says what and where. */
public final class SchemaException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SchemaException(String message) {
        super(message);
    }
}
