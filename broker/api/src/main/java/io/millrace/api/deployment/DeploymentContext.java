package io.millrace.api.deployment;

import io.millrace.api.Meters;
import io.millrace.api.feed.Feed;
import io.millrace.api.feed.FeedSpec;
import io.millrace.api.feed.RecordHandler;
import io.millrace.api.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.function.IntFunction;

/**
 * What the host offers to one deployment.
 *
 * @param <S> the kind's settings record
 */
public interface DeploymentContext<S> {

    Vertx vertx();

    InstantSource clock();

    /** {@code node.cluster}: part of every name of a group, topic or transactional id. */
    String cluster();

    String kind();

    String name();

    /** Of this deployment; another one after a delete and a new apply. */
    String uid();

    /** Counts up with each change of the definition, from 1. */
    long generation();

    S settings();

    Meters meters();

    /** Topics of the broker. */
    Topics topics();

    /** The Kafka that the node carries or connects to. */
    KafkaCluster kafka();

    /** The deployment's consumer group, {@code millrace.<cluster>.<kind>.<name>}: others of its own begin with it and a dot. */
    String group();

    /** Writes records to topics; the same one each time, made on first need and closed with the deployment. */
    RecordWriter writer();

    /**
     * Makes a feed in the deployment's {@linkplain #group() group}. It is stopped with the deployment, and the node offers {@code
     * rewind} and {@code redrive} for it.
     *
     * @param handlers makes the handler of each task, on a worker thread
     */
    default Feed feed(FeedSpec spec, IntFunction<RecordHandler> handlers) {
        return feed(group(), spec, handlers);
    }

    /**
     * Makes a feed in a consumer group, for a deployment that has several feeds or is told its group.
     *
     * @param group no two feeds of a node may have the same
     */
    Feed feed(String group, FeedSpec spec, IntFunction<RecordHandler> handlers);

    /**
     * Goes back to an earlier definition, as a user's {@code rollback} does: for a kind that finds out after the start that the new
     * one does not run. What runs is stopped for it. The kind sees to it that it does not ask for ever.
     *
     * @param generation one that is kept
     * @param why kept with the new generation
     */
    Future<Void> rollBack(long generation, Problem why);

    /** Forgets the offsets of a group; nothing when it is not there. Fails while it has members. */
    Future<Void> forgetGroup(String group);
}
