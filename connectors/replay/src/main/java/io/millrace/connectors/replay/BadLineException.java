package io.millrace.connectors.replay;

/** A line that cannot become a record; the message is one sentence that says why, without the line's content. */
final class BadLineException extends Exception {

    private static final long serialVersionUID = 1L;

    BadLineException(String why) {
        super(why);
    }

    BadLineException(String why, Throwable cause) {
        super(why, cause);
    }
}
