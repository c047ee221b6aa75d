package io.millrace.api.connector;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/**
 * Brings records in, pulled by the node: each batch and the position after it are written in one transaction, so that a
 * restart goes on exactly after the last committed batch.
 *
 * <p>All methods are called on one worker context, never two at a time; they may block for disk.
 */
public interface Source {

    /**
     * @param position what the last committed batch carried; null at the very first start
     * @throws io.millrace.api.problem.ProblemException through the future, when the input is not there or not the same any more
     */
    Future<Void> start(JsonObject position);

    /**
     * The next batch. Completes when there is one (a source that keeps a rate completes later), at the latest after 10 s with
     * an empty one. The node asks again when the last batch is committed.
     */
    Future<SourceBatch> next();

    /** How far it is: shown in status ({@code read}, {@code total}, {@code loops}, …). */
    JsonObject progress();

    /** Ends it; a pending {@code next} may stay unanswered. */
    Future<Void> stop();
}
