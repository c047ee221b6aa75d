/**
 * JSON in UTF-8, read for speed: what is checked, passed through or cut into rows without an object for each value.
 *
 * <p>{@link io.millrace.sinks.formats.json.JsonRows} reads a record by a tree of readers that was made for the schema. What does not fit
 * goes the slow way once: it is checked, its type is taken, the schema widens, and it is read again.
 */
package io.millrace.sinks.formats.json;
