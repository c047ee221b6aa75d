package io.millrace.sinks.formats.schema;

/** What happens to a value whose type contradicts that of the same field in records before. */
public enum Contradictions {
    /** The record is rejected. */
    REJECT,
    /** The field becomes a text: strings as they are, anything else as it stands in the JSON. */
    STRING
}
