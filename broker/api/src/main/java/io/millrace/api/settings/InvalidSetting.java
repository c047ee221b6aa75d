package io.millrace.api.settings;

/**
 * Thrown by the compact constructor of a settings record to refuse a value or a combination; the binder turns it into a
 * problem at the place of the named key.
 */
public class InvalidSetting extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String key;
    private final String mend;

    /**
     * @param key the setting's name as users write it
     * @param what one sentence with the offending value
     * @param mend one sentence that starts with a verb
     */
    public InvalidSetting(String key, String what, String mend) {
        super(what);
        this.key = key;
        this.mend = mend;
    }

    public String key() {
        return key;
    }

    public String mend() {
        return mend;
    }
}
