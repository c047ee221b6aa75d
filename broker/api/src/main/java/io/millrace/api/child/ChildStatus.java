package io.millrace.api.child;

import io.millrace.api.problem.Problem;
import java.nio.file.Path;
import java.util.List;

/**
 * How a child is.
 *
 * @param restarts starts after the first
 * @param log where its output is; the part before it is beside it, under the same name with {@code .1}
 * @param problems why it does not run; empty while it does
 */
public record ChildStatus(String name, State state, int restarts, Path log, List<Problem> problems) {

    public ChildStatus {
        problems = List.copyOf(problems);
    }

    /** States of a child. */
    public enum State {
        STARTING,
        RUNNING,
        /** It ended, and is started again after a wait. */
        RETRYING,
        STOPPED
    }
}
