package io.millrace.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import java.util.List;

/** The node's answer to a request that it did not carry out. */
public final class Refused extends ProblemException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient JsonNode answer;

    /** @param answer the whole {@code application/problem+json} body */
    Refused(int status, List<Problem> problems, JsonNode answer) {
        super(problems);
        this.status = status;
        this.answer = answer;
    }

    private Refused(int status, List<Problem> problems) {
        this(status, problems, MissingNode.getInstance());
    }

    /** What the node would have answered to a name that it does not have. */
    public static Refused notFound(Problem problem) {
        return new Refused(404, List.of(problem));
    }

    /** The same refusal, told with other places. */
    public Refused with(List<Problem> problems) {
        return new Refused(status, problems, answer);
    }

    /** The HTTP status, 400 or more. */
    public int status() {
        return status;
    }

    /** Records that a stream of them had written before it was refused. */
    public long records() {
        return answer.path("records").asLong();
    }

    /** True when the request itself is what is wrong, not what it met. */
    public boolean isInvalidInput() {
        return status == 400 || status == 413 || status == 415 || status == 422;
    }
}
