package io.millrace.sinks.formats.schema;

/**
 * A field of a record.
 *
 * @param nullable true when it may be null or missing
 */
public record Field(String name, Type type, boolean nullable) {}
