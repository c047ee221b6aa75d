/**
 * The broker: Apache Kafka inside the node's JVM, or an external one.
 *
 * <p>The only package that sees Kafka's server classes; they are public in bytecode but not a supported API, so an upgrade of
 * Kafka is an edit here. {@link io.millrace.node.kafka.EmbeddedKafka} formats the data directory, starts a combined KRaft
 * node and stops it. {@link io.millrace.node.kafka.KafkaAccess} is how everybody else reaches the broker.
 */
package io.millrace.node.kafka;
