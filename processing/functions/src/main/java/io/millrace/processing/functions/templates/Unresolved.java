package io.millrace.processing.functions.templates;

/** A value that cannot be told, which was reported; whoever can go on without it catches this. */
final class Unresolved extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Unresolved() {
        super("a value cannot be told", null, false, false);
    }
}
