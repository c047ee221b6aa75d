package io.millrace.processing.functions.invoke;

import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * What came of one call.
 *
 * @param requestId as the handler and its log lines have it
 * @param outcome whether the handler answered
 * @param payload the answer as the handler gave it, or for an error Lambda's JSON object of {@code errorMessage}, {@code
 *     errorType} and {@code stackTrace}; may be empty
 * @param log the last lines of what the function said meanwhile, when they were asked for
 */
public record Invocation(String requestId, Outcome outcome, Buffer payload, List<String> log) {

    /** Ways a call can end. */
    public enum Outcome {
        /** The handler returned. */
        ANSWERED,
        /** The handler threw, its process ended, or it took longer than the timeout: Lambda's {@code Unhandled}. */
        FAILED
    }

    public Invocation {
        log = List.copyOf(log);
    }

    public Invocation(String requestId, Outcome outcome, Buffer payload) {
        this(requestId, outcome, payload, List.of());
    }
}
