package io.millrace.node.kafka;

import java.util.HashMap;
import java.util.Map;

/**
 * How the node's own clients reach the broker, carried or external. The one place where their connection settings come from.
 *
 * @param bootstrapServers of the INTERNAL listener, or of the external cluster
 * @param publicBootstrapServers what users' clients are told ({@code ${millrace:bootstrapServers}})
 * @param clusterId Kafka's id of the cluster
 * @param client Kafka's own client settings (security and the like)
 */
public record KafkaAccess(
        String bootstrapServers, String publicBootstrapServers, String clusterId, Map<String, String> client) {

    public KafkaAccess {
        client = Map.copyOf(client);
    }

    /** Properties for a client of this id; a fresh map that the caller completes. */
    public Map<String, String> client(String clientId) {
        Map<String, String> properties = new HashMap<>(client);
        properties.put("bootstrap.servers", bootstrapServers);
        properties.put("client.id", clientId);
        properties.put("enable.metrics.push", "false");
        return properties;
    }
}
