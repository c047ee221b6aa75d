package io.millrace.api.deployment;

import io.millrace.api.Meters;
import io.millrace.api.feed.Feed;
import io.millrace.api.feed.FeedSpec;
import io.millrace.api.feed.RecordHandler;
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

    /**
     * Makes a feed in the consumer group {@code millrace.<cluster>.<kind>.<name>}. It is stopped with the deployment, and the
     * node offers {@code rewind} and {@code redrive} for it.
     *
     * @param handlers makes the handler of each task, on a worker thread
     */
    Feed feed(FeedSpec spec, IntFunction<RecordHandler> handlers);
}
