/**
 * Kafka clients that others wrote, run as child processes against a broker: kcat and confluent-kafka (on librdkafka), kafkajs (a
 * protocol implementation of its own). {@code ./millrace test} installs them; what is missing is skipped, and fails under CI=true.
 */
package io.millrace.testkit.clients;
