package io.millrace.sinks.formats.schema;

/** A value without parts. */
public enum Scalar implements Type {
    /** Nothing is known but that it is null. Stands only in what was observed, never in a schema. */
    NOTHING("nothing"),
    BOOLEAN("a truth value"),
    /** A whole number that a double holds exactly: up to 2^53. Written as {@code LONG} is, and may still become {@code DOUBLE}. */
    SMALL_LONG("a whole number"),
    /** A whole number of 64 bits. */
    LONG("a whole number of more than 53 bits"),
    DOUBLE("a number with a fraction"),
    STRING("a text"),
    BYTES("bytes"),
    /** Days since the epoch. */
    DATE("a date"),
    /** Milliseconds since midnight, in no zone. */
    TIME_MILLIS("a time of day"),
    /** Microseconds since midnight, in no zone. */
    TIME_MICROS("a time of day"),
    /** Milliseconds since the epoch, in UTC. */
    TIMESTAMP_MILLIS("a time"),
    /** Microseconds since the epoch, in UTC. */
    TIMESTAMP_MICROS("a time"),
    /** 16 bytes, the highest first. */
    UUID("a UUID");

    /** Largest whole number up to which a double holds every one. */
    public static final long MAX_SMALL = 1L << 53;

    private final String words;

    Scalar(String words) {
        this.words = words;
    }

    /** For messages: {@code a whole number}. */
    @Override
    public String toString() {
        return words;
    }
}
