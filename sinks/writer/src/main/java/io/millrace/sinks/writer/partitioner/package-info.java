/**
 * Which folder a record goes to, by its partition, its fields or its time; named and set as in Confluent's storage connectors.
 */
package io.millrace.sinks.writer.partitioner;
