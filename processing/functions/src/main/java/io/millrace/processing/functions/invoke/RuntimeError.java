package io.millrace.processing.functions.invoke;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;

/**
 * What went wrong around a handler, in Lambda's words: users search for them, and their alarms match them.
 *
 * @param type Lambda's {@code errorType}
 */
record RuntimeError(String type, String message) {

    /** Lambda's limit of an answer. */
    static final int LARGEST_ANSWER = 6 * 1024 * 1024 + 100;

    private static final int SIGNALLED = 128;

    /** As the Linux kernel numbers them everywhere. */
    private static final Map<Integer, String> SIGNALS = Map.of(
            1, "hangup",
            2, "interrupt",
            4, "illegal instruction",
            6, "aborted",
            8, "floating point exception",
            9, "killed",
            11, "segmentation fault",
            13, "broken pipe",
            15, "terminated");

    static RuntimeError timedOut(Instant now, String requestId, int seconds) {
        return new RuntimeError(
                "Sandbox.Timedout",
                String.format(
                        Locale.ROOT,
                        "%s %s Task timed out after %d.00 seconds",
                        now.truncatedTo(ChronoUnit.MILLIS),
                        requestId,
                        seconds));
    }

    static RuntimeError outOfMemory(String requestId) {
        return new RuntimeError(
                "Runtime.OutOfMemory",
                "RequestId: " + requestId + " Error: Runtime exited with error: " + ending(SIGNALLED + 9));
    }

    /** @param status of the process, as a shell tells it */
    static RuntimeError exited(String requestId, int status) {
        return new RuntimeError(
                "Runtime.ExitError",
                "RequestId: " + requestId + " Error: Runtime exited "
                        + (status == 0 ? "without providing a reason" : "with error: " + ending(status)));
    }

    static RuntimeError answerTooLarge(long bytes) {
        return new RuntimeError(
                "Function.ResponseSizeTooLarge",
                "Response payload size (" + bytes + " bytes) exceeded maximum allowed payload size (" + LARGEST_ANSWER
                        + " bytes).");
    }

    /** What a runtime tells, without the stack trace, which is in the log. */
    static RuntimeError told(String type, Buffer error) {
        try {
            JsonObject told = error.toJsonObject();
            return new RuntimeError(told.getString("errorType", type), told.getString("errorMessage", ""));
        } catch (DecodeException | ClassCastException notAsAgreed) {
            return new RuntimeError(type, error.toString());
        }
    }

    /** How a process ended: {@code exit status 1}, {@code signal: killed}. */
    static String ending(int status) {
        return status > SIGNALLED
                ? "signal: " + SIGNALS.getOrDefault(status - SIGNALLED, "signal " + (status - SIGNALLED))
                : "exit status " + status;
    }

    @Override
    public String toString() {
        return type + ": " + message;
    }

    Buffer toBuffer() {
        return new JsonObject()
                .put("errorType", type)
                .put("errorMessage", message)
                .toBuffer();
    }
}
