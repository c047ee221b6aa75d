/**
 * What a record costs on its way from a topic into files: a node with a file sink against Kafka Connect's own worker, each a process
 * beside the broker's.
 */
package io.millrace.bench.sinking;
