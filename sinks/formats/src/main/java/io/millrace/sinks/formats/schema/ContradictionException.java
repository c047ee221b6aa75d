package io.millrace.sinks.formats.schema;

/** A value is not what the same field is in records before. The message is for users and quotes no values. */
public final class ContradictionException extends Exception {

    private static final long serialVersionUID = 1L;

    public ContradictionException(String message) {
        super(message);
    }
}
