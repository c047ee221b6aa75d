package io.millrace.api.child;

import io.vertx.core.Future;

/** A process that the node runs, and runs again when it ends, until it is stopped. Any thread. */
public interface Child {

    /**
     * Completes when the process is ready. Fails with a {@link io.millrace.api.problem.ProblemException} that has its last lines
     * when it ends before, or is not ready in time; the node goes on starting it, so asking again is of use.
     */
    Future<Void> ready();

    ChildStatus status();

    /** Ends it with all processes that it has started: asked first, killed after ten seconds. None runs when this completes. */
    Future<Void> stop();
}
