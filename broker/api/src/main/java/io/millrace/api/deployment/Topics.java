package io.millrace.api.deployment;

import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Topics of the broker, carried or external. */
public interface Topics {

    /** Names of all topics that are not internal. */
    Future<Set<String>> names();

    Future<Optional<Description>> describe(String topic);

    /**
     * @param replicationFactor -1 for the broker's default
     * @param config overrides of the broker's defaults
     */
    Future<Void> create(String topic, int partitions, int replicationFactor, Map<String, String> config);

    /** Only up. */
    Future<Void> addPartitions(String topic, int total);

    /** Makes the topic's own overrides exactly these. */
    Future<Void> configure(String topic, Map<String, String> config);

    Future<Void> delete(String topic);

    /**
     * A topic as it is.
     *
     * @param id changes when the topic is deleted and made again
     * @param config the topic's own overrides
     */
    record Description(String id, int partitions, int replicationFactor, Map<String, String> config) {}
}
