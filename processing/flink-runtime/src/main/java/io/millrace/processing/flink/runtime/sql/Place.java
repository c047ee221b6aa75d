package io.millrace.processing.flink.runtime.sql;

/**
 * A place in a script as its author sees it.
 *
 * @param line from 1
 * @param column from 1
 */
public record Place(int line, int column) {

    /** @param offset from 0 */
    static Place of(String text, int offset) {
        int line = 1;
        int start = 0;
        for (int newline = text.indexOf('\n'); newline >= 0 && newline < offset; newline = text.indexOf('\n', start)) {
            line++;
            start = newline + 1;
        }
        return new Place(line, offset - start + 1);
    }

    @Override
    public String toString() {
        return "line " + line + ", column " + column;
    }
}
