package io.millrace.processing.flink.runtime.sql;

import java.util.Arrays;

/** One statement of a script, as it is run, and where it comes from. */
final class Statement {

    private final String script;
    private final String text;
    private final int[] origins;

    /**
     * @param script what its author wrote
     * @param text what is run
     * @param origins for each character of the text its offset in the script
     */
    Statement(String script, String text, int[] origins) {
        this.script = script;
        this.text = text;
        this.origins = Arrays.copyOf(origins, origins.length);
    }

    String text() {
        return text;
    }

    /** Where it begins. */
    Place place() {
        return place(1, 1);
    }

    /** Where in the script something is that is at a line and column of the text, both from 1. */
    Place place(int line, int column) {
        int start = 0;
        for (int each = 1; each < line; each++) {
            start = text.indexOf('\n', start) + 1;
        }
        return at(start + column - 1);
    }

    /** Where in the script something is that is at an offset of the text. */
    Place at(int offset) {
        return Place.of(script, origins[Math.max(0, Math.min(offset, origins.length - 1))]);
    }

    @Override
    public String toString() {
        return text;
    }
}
