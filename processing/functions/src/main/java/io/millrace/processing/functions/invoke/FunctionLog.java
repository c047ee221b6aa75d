package io.millrace.processing.functions.invoke;

import io.millrace.processing.functions.invoke.Invocation.Outcome;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What a function says, and what is said of its invocations, in the node's log, where {@code millrace logs} finds it. So much
 * a second and no more: a function that floods its output must not flood the node's. Any thread.
 */
final class FunctionLog {

    private static final Logger LOG = LoggerFactory.getLogger("function");

    private static final int LINES_A_SECOND = 500;
    private static final double NANOS_A_MILLI = 1e6;
    private static final long MEBIBYTE = 1 << 20;

    private final String deployment;
    private long second;
    private int lines;
    private long leftOut;

    /** @param deployment {@code Function/NAME} */
    FunctionLog(String deployment) {
        this.deployment = deployment;
    }

    void said(String requestId, String line) {
        if (mayTell()) {
            tell(requestId, line);
        }
    }

    /** Lambda's line before the first of an invocation. */
    void start(Call call) {
        if (mayTell()) {
            tell(call.requestId(), "START RequestId: " + call.requestId() + " Version: $LATEST");
        }
    }

    /** What the handler could not say itself. */
    void failed(Call call, RuntimeError error) {
        if (mayTell()) {
            tell(call.requestId(), error.toString());
        }
    }

    /**
     * Lambda's two lines after the last of an invocation.
     *
     * @param initNanos of the process, when this was its first; 0 otherwise
     */
    void end(Call call, FunctionSpec function, long peakBytes, long initNanos, Outcome outcome) {
        if (!mayTell()) {
            return;
        }
        double millis = call.nanos() / NANOS_A_MILLI;
        tell(call.requestId(), "END RequestId: " + call.requestId());
        tell(
                call.requestId(),
                String.format(
                        Locale.ROOT,
                        "REPORT RequestId: %s\tDuration: %.2f ms\tBilled Duration: %.0f ms\tMemory Size: %d MB"
                                + "\tMax Memory Used: %d MB%s%s",
                        call.requestId(),
                        millis,
                        Math.ceil(millis),
                        function.memoryMebibytes(),
                        peakBytes / MEBIBYTE,
                        initNanos == 0
                                ? ""
                                : String.format(Locale.ROOT, "\tInit Duration: %.2f ms", initNanos / NANOS_A_MILLI),
                        outcome == Outcome.FAILED ? "\tStatus: error" : ""));
    }

    private boolean mayTell() {
        long left;
        synchronized (this) {
            long now = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime());
            if (now == second) {
                lines++;
                leftOut += lines > LINES_A_SECOND ? 1 : 0;
                return lines <= LINES_A_SECOND;
            }
            second = now;
            lines = 1;
            left = leftOut;
            leftOut = 0;
        }
        if (left > 0) {
            tell("", left + " lines left out: more than " + LINES_A_SECOND + " a second are not kept");
        }
        return true;
    }

    private void tell(String requestId, String line) {
        LoggingEventBuilder event = LOG.atInfo().addKeyValue("deployment", deployment);
        (requestId.isEmpty() ? event : event.addKeyValue("requestId", requestId)).log(line);
    }
}
