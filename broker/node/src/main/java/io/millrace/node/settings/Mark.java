package io.millrace.node.settings;

import io.millrace.api.problem.Where;

/**
 * The place of a key or value.
 *
 * @param file as the user gave it; may be empty
 * @param line 1-based, 0 when unknown
 * @param column 1-based, 0 when unknown
 * @param start first code point in the document's source
 * @param end code point after the last; {@code start} when the value stands in no source
 */
record Mark(String file, int line, int column, int start, int end) {

    static Mark of(Where where) {
        return new Mark(where.file(), where.line(), where.column(), 0, 0);
    }

    Where where(String path) {
        return new Where(file, line, column, path);
    }
}
