/**
 * What a node takes: the time to its first acknowledged record, and memory, at rest and with sinks. The peer is Apache Kafka's own
 * server, of the same jars and the same settings.
 */
package io.millrace.bench.start;
