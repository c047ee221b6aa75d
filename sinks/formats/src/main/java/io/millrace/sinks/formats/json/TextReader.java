package io.millrace.sinks.formats.json;

import io.millrace.sinks.formats.row.Node;
import io.millrace.sinks.formats.row.Row;

/** Reads texts: strings as what they say. */
class TextReader extends ValueReader {

    private final Node.Leaf leaf;
    private final Unescaped unescaped = new Unescaped();

    TextReader(Node.Leaf leaf) {
        super(leaf.nullable());
        this.leaf = leaf;
    }

    @Override
    int read(byte[] in, int at, Row row) {
        if (in[at] != '"') {
            throw Misfit.VALUE;
        }
        int start = at + 1;
        int end = JsonText.stringEnd(in, start);
        if (end >= 0) {
            row.set(leaf, Row.ofInput(start, end - start));
            return end + 1;
        }
        unescaped.decode(in, start, ~end);
        row.set(leaf, unescaped.into(row));
        return unescaped.end();
    }

    /** Takes anything else as well, as it stands in the JSON. */
    static final class OfAnything extends TextReader {

        private final Node.Leaf leaf;
        private final JsonCheck check = new JsonCheck();

        OfAnything(Node.Leaf leaf) {
            super(leaf);
            this.leaf = leaf;
        }

        @Override
        int read(byte[] in, int at, Row row) {
            if (in[at] == '"') {
                return super.read(in, at, row);
            }
            int end = check.end(in, at);
            row.set(leaf, Row.ofInput(at, end - at));
            return end;
        }
    }
}
