package io.millrace.api.connector;

import java.util.List;

/** A connector class that brings records in. */
public non-sealed interface SourceType<S extends Record> extends ConnectorType<S> {

    /** Names of the topics that it writes to, which must be there when the deployment is applied. */
    default List<String> topics(S settings) {
        return List.of();
    }

    /**
     * Makes the source; called once per start, on a worker thread.
     *
     * @throws io.millrace.api.problem.ProblemException when it cannot start; the deployment fails with it
     */
    Source open(S settings, ConnectorContext context);
}
