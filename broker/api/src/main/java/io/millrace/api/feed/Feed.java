package io.millrace.api.feed;

import io.vertx.core.Future;

/**
 * A running feed of a deployment. Made by the host; the deployment drives it through these calls, from any thread.
 */
public interface Feed {

    /** Joins the group. Completes when the members run; partitions may be assigned later. */
    Future<Void> start();

    /** Stops handing over. Membership and partitions are kept; what was accepted may still become durable. */
    Future<Void> pause();

    /** Goes on after {@link #pause()}. */
    Future<Void> resume();

    /** Flushes, commits what is durable and leaves the group. Nothing runs when the future completes. */
    Future<Void> stop();

    /** A snapshot, cheap enough to be taken every second. */
    FeedStatus status();
}
