package io.millrace.api.connector;

/** A connector class that brings records in. */
public non-sealed interface SourceType<S extends Record> extends ConnectorType<S> {

    /**
     * Makes the source; called once per start, on a worker thread.
     *
     * @throws io.millrace.api.problem.ProblemException when it cannot start; the deployment fails with it
     */
    Source open(S settings, ConnectorContext context);
}
