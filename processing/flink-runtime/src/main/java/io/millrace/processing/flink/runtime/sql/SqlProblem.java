package io.millrace.processing.flink.runtime.sql;

/** A script that cannot be run: what is wrong with it, for its author, and where. */
public final class SqlProblem extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Place place;
    private final String what;
    private final String mend;

    /**
     * @param what one sentence
     * @param mend one sentence that starts with a verb; may be empty
     */
    SqlProblem(Place place, String what, String mend, Throwable cause) {
        super(place + ": " + what, cause);
        this.place = place;
        this.what = what;
        this.mend = mend;
    }

    SqlProblem(Place place, String what, String mend) {
        this(place, what, mend, null);
    }

    Place place() {
        return place;
    }

    String what() {
        return what;
    }

    String mend() {
        return mend;
    }
}
