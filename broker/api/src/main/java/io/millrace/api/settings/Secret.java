package io.millrace.api.settings;

/**
 * A text that is never shown: it prints as stars, is encrypted before it is stored, and is given in the clear only to the
 * code that asks for {@link #reveal()}.
 */
public final class Secret {

    private final String text;

    public Secret(String text) {
        this.text = text;
    }

    /** The text itself; never log it, never put it in a problem. */
    public String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return "****";
    }
}
