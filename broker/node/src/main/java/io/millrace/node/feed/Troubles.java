package io.millrace.node.feed;

import io.millrace.api.feed.DeliveryException;
import io.millrace.api.problem.Fault;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What holds a feed up now, each trouble under what it is about. Any thread. */
final class Troubles {

    private final Map<Object, Problem> current = new ConcurrentHashMap<>();

    /** @return true when this is news */
    boolean add(Object about, Problem problem) {
        Problem before = current.put(about, problem);
        return before == null || !before.what().equals(problem.what());
    }

    /** True when what is wrong is a defect, so that its stack trace helps. */
    boolean isDefect(Object about) {
        Problem problem = current.get(about);
        return problem != null && problem.fault() == Fault.INTERNAL;
    }

    void clear(Object about) {
        current.remove(about);
    }

    /** Each problem once, though several lanes may have it. */
    List<Problem> all() {
        return current.values().stream().distinct().toList();
    }

    static Problem problem(Throwable failure) {
        if (failure instanceof ProblemException told) {
            return told.problems().get(0);
        }
        if (failure.getCause() instanceof ProblemException told) {
            return told.problems().get(0);
        }
        String what = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return switch (DeliveryException.steerOf(failure)) {
            case UNAVAILABLE ->
                Problem.resource("unavailable", what, Where.path(""), "It is tried again until it works.");
            case FATAL, REJECTED -> Problem.user("delivery-stopped", what, Where.path(""), "");
            case FAILED, SPLIT -> Problem.internal("delivery-failed", what, Where.path(""));
        };
    }
}
