package io.millrace.api.deployment;

import io.millrace.api.problem.Problem;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * How a deployment is.
 *
 * @param state the one word shown first
 * @param problems what holds it up or ended it; empty when all is well
 * @param details numbers and names of the kind: records, bytes, rates, last file
 */
public record Status(State state, List<Problem> problems, JsonObject details) {

    public Status {
        problems = List.copyOf(problems);
    }

    /** States, as a user sees them. */
    public enum State {
        STARTING,
        RUNNING,
        /** Runs, but is held up: a retry, a full disk. {@code problems} says why. */
        RETRYING,
        PAUSED,
        /** A source that has read everything. */
        COMPLETED,
        STOPPED,
        /** Cannot run; {@code problems} says why. */
        FAILED,
        DELETING
    }
}
