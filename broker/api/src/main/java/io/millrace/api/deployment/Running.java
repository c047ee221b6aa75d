package io.millrace.api.deployment;

import io.vertx.core.Future;

/** A started deployment. Called by the node on its own context, one call at a time. */
public interface Running {

    Future<Void> pause();

    Future<Void> resume();

    /** Ends it, losing nothing: flush, commit, leave. Nothing of it runs when the future completes. */
    Future<Void> stop();

    /**
     * The node ends, and the deployment does not: what runs elsewhere may go on there. Nothing of it runs in this node when the
     * future completes.
     */
    default Future<Void> leave() {
        return stop();
    }

    /** A snapshot; asked about every second. */
    Status status();

    /**
     * Carries out one of {@link Kind#operations()}.
     *
     * @throws io.millrace.api.problem.ProblemException through the future
     */
    default Future<Operation.Answer> operate(String operation, Operation.Request request) {
        return Future.failedFuture(new IllegalArgumentException("no operation " + operation));
    }
}
