package io.millrace.api.deployment;

/**
 * The Kafka that a node carries or connects to.
 *
 * @param embedded true when the node carries it
 * @param id Kafka's id of the cluster
 * @param bootstrapServers as users' clients are told, comma-separated
 */
public record KafkaCluster(boolean embedded, String id, String bootstrapServers) {}
