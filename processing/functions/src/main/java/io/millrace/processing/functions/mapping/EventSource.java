package io.millrace.processing.functions.mapping;

import io.millrace.api.deployment.KafkaCluster;

/**
 * What an event says of where it comes from.
 *
 * @param name {@code aws:kafka} or {@code SelfManagedKafka}
 * @param arn null for a Kafka that is not MSK
 * @param bootstrapServers comma-separated
 */
record EventSource(String name, String arn, String bootstrapServers) {

    /**
     * The node's own broker stands for MSK and an external one is self-managed, unless the mapping was written for the other.
     *
     * @param functionArn region and account of the cluster's ARN are those of the function's
     */
    static EventSource of(MappingSettings settings, KafkaCluster kafka, String cluster, String functionArn) {
        boolean managed = settings.eventSourceArn() != null || (kafka.embedded() && !settings.isSelfManaged());
        if (!managed) {
            return new EventSource("SelfManagedKafka", null, kafka.bootstrapServers());
        }
        String[] function = functionArn.split(":", -1);
        String arn = settings.eventSourceArn() != null
                ? settings.eventSourceArn()
                : "arn:aws:kafka:" + function[3] + ":" + function[4] + ":cluster/" + cluster + "/" + kafka.id();
        return new EventSource("aws:kafka", arn, kafka.bootstrapServers());
    }
}
