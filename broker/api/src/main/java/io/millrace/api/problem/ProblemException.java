package io.millrace.api.problem;

import java.util.List;
import java.util.stream.Collectors;

/** Carries everything that was found wrong in one go; shown to the user as it is, without a stack trace. */
public class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public ProblemException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("an exception needs a problem");
        }
        this.problems = List.copyOf(problems);
    }

    public ProblemException(Problem problem) {
        this(List.of(problem));
    }

    public ProblemException(Problem problem, Throwable cause) {
        this(problem);
        initCause(cause);
    }

    /** At least one, in the order of the input. */
    public List<Problem> problems() {
        return problems;
    }
}
