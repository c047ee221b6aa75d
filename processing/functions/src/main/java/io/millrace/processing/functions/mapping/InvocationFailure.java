package io.millrace.processing.functions.mapping;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.processing.functions.invoke.Invocation;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import java.util.UUID;

/** Why records are not dealt with: what becomes of the on-failure document. */
final class InvocationFailure extends ProblemException {

    private static final long serialVersionUID = 1L;

    /** Lambda's words for why records were given up. */
    enum Condition {
        RETRY_ATTEMPTS_EXHAUSTED("RetryAttemptsExhausted"),
        RECORD_AGE_EXCEEDED("RecordAgeExceeded"),
        MAXIMUM_PAYLOAD_SIZE_EXCEEDED("MaximumPayloadSizeExceeded");

        private final String word;

        Condition(String word) {
            this.word = word;
        }

        /** As {@code kafka://} destinations have it: they alone call it {@code RetriesExhausted}. */
        String wordForKafka() {
            return this == RETRY_ATTEMPTS_EXHAUSTED ? "RetriesExhausted" : word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /** What the function did. */
    enum Response {
        /** It was not called. */
        NONE,
        /** It answered, but not that all is well. */
        ANSWERED,
        /** Lambda's {@code Unhandled}. */
        UNHANDLED
    }

    final Condition condition;
    final Response response;
    final String requestId;
    final int invocations;

    private InvocationFailure(
            String code, String what, Condition condition, Response response, String requestId, int invocations) {
        super(Problem.user(
                code, what, Where.path(""), "See the function's log; records are tried again as the mapping says."));
        this.condition = condition;
        this.response = response;
        this.requestId = requestId;
        this.invocations = invocations;
    }

    /** The function threw, ended or took too long. */
    static InvocationFailure unhandled(Invocation invocation, int invocations) {
        return new InvocationFailure(
                "function-error",
                "the function failed: " + message(invocation.payload()) + ".",
                Condition.RETRY_ATTEMPTS_EXHAUSTED,
                Response.UNHANDLED,
                invocation.requestId(),
                invocations);
    }

    /** The function answered, but some or all records are not dealt with. */
    static InvocationFailure answered(String what, Invocation invocation, int invocations) {
        return new InvocationFailure(
                "function-error",
                what,
                Condition.RETRY_ATTEMPTS_EXHAUSTED,
                Response.ANSWERED,
                invocation.requestId(),
                invocations);
    }

    static InvocationFailure tooOld(int invocations) {
        return uncalled(
                "record-too-old",
                "records are older than maximumRecordAgeInSeconds.",
                Condition.RECORD_AGE_EXCEEDED,
                invocations);
    }

    static InvocationFailure tooLarge() {
        return uncalled(
                "record-too-large",
                "a record alone makes an event of more than 6 MB.",
                Condition.MAXIMUM_PAYLOAD_SIZE_EXCEEDED,
                0);
    }

    private static InvocationFailure uncalled(String code, String what, Condition condition, int invocations) {
        return new InvocationFailure(
                code, what, condition, Response.NONE, UUID.randomUUID().toString(), invocations);
    }

    /** The failure that the cause of a rejection is, or is about. */
    static InvocationFailure of(Throwable cause) {
        return cause instanceof InvocationFailure told ? told : (InvocationFailure) cause.getCause();
    }

    private static String message(Buffer error) {
        try {
            JsonObject told = error.toJsonObject();
            String type = Objects.requireNonNullElse(told.getString("errorType"), "");
            String message = Objects.requireNonNullElse(told.getString("errorMessage"), "");
            return type.isEmpty() || message.isEmpty() ? type + message : type + ": " + message;
        } catch (DecodeException | ClassCastException notLambdas) {
            return "it gave no reason";
        }
    }
}
