package io.millrace.sinks.formats.json;

import io.millrace.sinks.formats.row.Node;
import io.millrace.sinks.formats.row.Row;

/** Reads truth values. */
final class BooleanReader extends ValueReader {

    private final Node.Leaf leaf;

    BooleanReader(Node.Leaf leaf) {
        super(leaf.nullable());
        this.leaf = leaf;
    }

    @Override
    int read(byte[] in, int at, Row row) {
        boolean value = in[at] == 't';
        int end = JsonText.literal(in, at, value ? "true" : "false");
        row.set(leaf, value ? 1 : 0);
        return end;
    }
}
