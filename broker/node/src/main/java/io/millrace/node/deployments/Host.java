package io.millrace.node.deployments;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.api.deployment.Topics;
import io.millrace.node.feed.Feeds;
import io.vertx.core.Vertx;
import java.time.InstantSource;

/**
 * What the node offers to every deployment.
 *
 * @param cluster {@code node.cluster}
 * @param nodeId {@code node.id}
 */
public record Host(
        Vertx vertx,
        InstantSource clock,
        String cluster,
        int nodeId,
        Topics topics,
        Feeds feeds,
        MeterRegistry registry) {}
