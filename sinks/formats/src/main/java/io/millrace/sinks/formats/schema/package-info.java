/**
 * What values of a topic look like: a small model that every source of records and every format with a schema shares.
 *
 * <p>A {@link io.millrace.sinks.formats.schema.Schema} is a version and a record type. Schemas of a deployment and a topic only
 * widen: what was written under an earlier version can be read as the newest. {@link
 * io.millrace.sinks.formats.schema.Widening} holds the rules, {@link io.millrace.sinks.formats.schema.SharedSchema} the newest
 * version, and {@link io.millrace.sinks.formats.schema.SchemaStore} keeps all of them for other tasks, other nodes and later
 * starts.
 */
package io.millrace.sinks.formats.schema;
