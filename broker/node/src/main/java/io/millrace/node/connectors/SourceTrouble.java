package io.millrace.node.connectors;

import io.millrace.api.feed.DeliveryException;
import io.millrace.api.feed.DeliveryException.Steer;
import io.millrace.api.problem.Fault;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import java.io.IOException;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;

/**
 * What a failure of a source's session means.
 *
 * @param problems for the status, at least one
 * @param fatal false when another session may fare better
 */
record SourceTrouble(List<Problem> problems, boolean fatal) {

    private static final Where NOWHERE = Where.path("");

    static SourceTrouble of(Throwable failure) {
        Throwable cause = rootOf(failure);
        if (cause instanceof ProblemException told) {
            return new SourceTrouble(
                    told.problems(), told.problems().stream().anyMatch(problem -> problem.fault() != Fault.RESOURCE));
        }
        String what = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        if (cause instanceof AuthenticationException || cause instanceof AuthorizationException) {
            return fatal(Problem.user(
                    "access-refused",
                    "The broker refuses access: " + what,
                    NOWHERE,
                    "Give the node's Kafka user what it needs, then restart the connector."));
        }
        if (cause instanceof DeliveryException told) {
            return told.steer() == Steer.UNAVAILABLE || told.steer() == Steer.FAILED
                    ? passing(what)
                    : fatal(Problem.user(
                            "source-stopped", what, NOWHERE, "Restart the connector when that is mended."));
        }
        return cause instanceof KafkaException || cause instanceof IOException
                ? passing(what)
                : fatal(Problem.internal("source-failed", "The source failed: " + cause, NOWHERE));
    }

    private static SourceTrouble fatal(Problem problem) {
        return new SourceTrouble(List.of(problem), true);
    }

    private static SourceTrouble passing(String what) {
        return new SourceTrouble(
                List.of(Problem.resource("unavailable", what, NOWHERE, "It is tried again until it works.")), false);
    }

    /** The producer wraps what put it out of order. */
    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root instanceof KafkaException && root.getCause() instanceof KafkaException) {
            root = root.getCause();
        }
        return root;
    }
}
