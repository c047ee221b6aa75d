package io.millrace.node.settings;

/** A value that is not what its setting asks for. */
final class BadValue extends Exception {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final String mend;

    /**
     * @param code of the problem
     * @param clause what is wrong, to follow the value: {@code not a whole number}
     * @param mend one sentence
     */
    BadValue(String code, String clause, String mend) {
        super(clause, null, false, false);
        this.code = code;
        this.mend = mend;
    }

    String code() {
        return code;
    }

    String mend() {
        return mend;
    }
}
