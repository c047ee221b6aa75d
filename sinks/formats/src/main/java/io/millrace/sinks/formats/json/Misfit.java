package io.millrace.sinks.formats.json;

/** Thrown by readers at what the schema does not foresee or what is not JSON. Made once: it has no stack trace. */
@SuppressWarnings("StaticAssignmentOfThrowable") // nobody sees where it was thrown
final class Misfit extends RuntimeException {

    private static final long serialVersionUID = 1L;

    static final Misfit VALUE = new Misfit("a value is not of the type that the schema has for it");
    static final Misfit TWICE = new Misfit("a field stands in an object twice");
    static final Misfit MISSING = new Misfit("a field is missing or null that the schema requires");
    static final Misfit SURROGATE = new Misfit("a text has half of a surrogate pair, which UTF-8 cannot tell");

    private Misfit(String message) {
        super(message, null, false, false);
    }
}
