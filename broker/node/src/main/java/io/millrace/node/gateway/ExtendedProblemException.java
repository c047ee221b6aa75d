package io.millrace.node.gateway;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Problems whose HTTP form has members beside those of every problem. */
final class ExtendedProblemException extends ProblemException {

    private static final long serialVersionUID = 1L;

    private final transient JsonObject members;

    ExtendedProblemException(List<Problem> problems, JsonObject members, Throwable cause) {
        super(problems);
        this.members = members;
        initCause(cause);
    }

    JsonObject members() {
        return members;
    }
}
