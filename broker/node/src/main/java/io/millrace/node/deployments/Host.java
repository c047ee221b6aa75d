package io.millrace.node.deployments;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.api.deployment.KafkaCluster;
import io.millrace.api.deployment.Topics;
import io.millrace.node.feed.Feeds;
import io.millrace.node.kafka.KafkaAccess;
import io.millrace.node.topics.ConsumerGroups;
import io.vertx.core.Vertx;
import java.time.InstantSource;

/**
 * What the node offers to every deployment.
 *
 * @param cluster {@code node.cluster}
 * @param nodeId {@code node.id}
 * @param access for clients of deployments
 * @param kafka the same, as deployments see it
 */
public record Host(
        Vertx vertx,
        InstantSource clock,
        String cluster,
        int nodeId,
        KafkaAccess access,
        KafkaCluster kafka,
        Topics topics,
        ConsumerGroups groups,
        Feeds feeds,
        MeterRegistry registry) {}
