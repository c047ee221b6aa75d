package io.millrace.processing.flink.engine;

import java.util.List;
import java.util.Set;

/** Flink's REST API refused something, or did not answer. */
public final class FlinkFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final Set<Integer> NOT_ALLOWED = Set.of(401, 403);
    private static final int NOT_FOUND = 404;
    private static final int SHOWN_LINES = 12;
    private static final String CAUSE = "\nCaused by: ";

    private final int status;

    private FlinkFailure(int status, String text, Throwable cause) {
        super(text, cause);
        this.status = status;
    }

    /** @param text of the answer: a message, or a stack trace of Flink's with all its causes */
    static FlinkFailure refused(int status, String text) {
        return new FlinkFailure(status, text, null);
    }

    static FlinkFailure silent(Throwable cause) {
        Throwable innermost = cause;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String what = String.valueOf(cause.getMessage());
        return new FlinkFailure(0, innermost == cause ? what : what + " " + innermost.getMessage(), cause);
    }

    /** An operation that was taken has failed later. */
    static FlinkFailure failed(String stackTrace) {
        return new FlinkFailure(200, stackTrace, null);
    }

    /** True when nobody answered: what was asked may have been done. */
    public boolean isSilence() {
        return status == 0;
    }

    /** True when it does not let in who asks. */
    public boolean isRefusal() {
        return NOT_ALLOWED.contains(status);
    }

    /** True when what was asked about is not there. */
    public boolean isUnknown() {
        return status == NOT_FOUND;
    }

    /** What went wrong, in a line. */
    public static String reason(Throwable failure) {
        return failure instanceof FlinkFailure told ? told.reason() : failure.toString();
    }

    /** What went wrong in the first place: the innermost cause's first line. */
    public String reason() {
        return rootCause(getMessage()).get(0);
    }

    /** The innermost cause with the begin of its stack. */
    public String stack() {
        return String.join("\n", rootCause(getMessage()));
    }

    /** The innermost cause of a stack trace, its first lines. */
    public static List<String> rootCause(String stackTrace) {
        int innermost = stackTrace.lastIndexOf(CAUSE);
        List<String> lines = stackTrace
                .substring(innermost < 0 ? 0 : innermost + CAUSE.length())
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("End of exception on server side"))
                .limit(SHOWN_LINES)
                .toList();
        return lines.isEmpty() ? List.of("unknown") : lines;
    }
}
