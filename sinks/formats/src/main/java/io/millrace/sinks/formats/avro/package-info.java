/**
 * Avro's object container files, written from rows without a record object between: {@link
 * io.millrace.sinks.formats.avro.AvroRows} walks the cells of a row along the Avro schema, and Avro's own file writer takes the
 * encoded record.
 *
 * <p>Source: Apache Avro 1.12 specification, "Binary Encoding" and "Object Container Files".
 */
package io.millrace.sinks.formats.avro;
