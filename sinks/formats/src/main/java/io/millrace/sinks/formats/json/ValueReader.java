package io.millrace.sinks.formats.json;

import io.millrace.sinks.formats.row.Row;

/** Reads one value of a known type from JSON text into a row. Not thread-safe. */
abstract class ValueReader {

    private final boolean nullable;

    ValueReader(boolean nullable) {
        this.nullable = nullable;
    }

    boolean isNullable() {
        return nullable;
    }

    /**
     * @param at of the value's first byte
     * @return after its last
     * @throws Misfit or {@link IndexOutOfBoundsException} when it is something else, or no JSON
     */
    abstract int read(byte[] in, int at, Row row);

    /** The same, with null left out of the row. */
    final int readOrNull(byte[] in, int at, Row row) {
        if (in[at] != 'n') {
            return read(in, at, row);
        }
        if (!nullable) {
            forget();
            throw Misfit.MISSING;
        }
        return JsonText.literal(in, at, "null");
    }

    /** After a misfit: the fields that lead to it, separated by dots; empty when it is this value itself. */
    String misfitAt() {
        return "";
    }

    /** Forgets where an earlier value did not fit. */
    void forget() {}
}
