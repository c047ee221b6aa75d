package io.millrace.api.connector;

import io.millrace.api.feed.RecordHandler;

/** A connector class that carries records out. */
public non-sealed interface SinkType<S extends Record> extends ConnectorType<S> {

    /**
     * Makes the handler of one task; called {@code tasks.max} times, on a worker thread.
     *
     * @throws io.millrace.api.problem.ProblemException when it cannot start; the deployment fails with it
     */
    RecordHandler open(S settings, ConnectorContext context);

    /**
     * True when the sink's own log decides where a partition goes on (exactly once), so that moved offsets would write records
     * twice: {@code rewind} then refuses unless told, and {@link #forget} is called.
     */
    default boolean exactlyOnce() {
        return false;
    }

    /**
     * What a {@code rewind} means for what was written, in one sentence for the user.
     */
    default String rewindEffect(S settings) {
        return "Records read again are written again.";
    }

    /**
     * Forgets the sink's own log of this deployment, so that the group's committed offsets decide alone. Called while the
     * deployment is stopped, on a worker thread; what was written stays.
     */
    default void forget(S settings, ConnectorContext context) {}
}
