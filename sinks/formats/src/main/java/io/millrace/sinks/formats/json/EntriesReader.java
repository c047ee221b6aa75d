package io.millrace.sinks.formats.json;

import io.millrace.sinks.formats.row.Node;
import io.millrace.sinks.formats.row.Row;

/** Reads an object of any names. */
final class EntriesReader extends ValueReader {

    private final Node.Entries node;
    private final ValueReader key;
    private final ValueReader value;

    EntriesReader(Node.Entries node, ValueReader key, ValueReader value) {
        super(node.nullable());
        this.node = node;
        this.key = key;
        this.value = value;
    }

    @Override
    int read(byte[] in, int start, Row row) {
        if (in[start] != '{') {
            forget();
            throw Misfit.VALUE;
        }
        row.present(node);
        int at = JsonText.space(in, start + 1);
        if (in[at] == '}') {
            return at + 1;
        }
        boolean first = true;
        while (true) {
            row.entry(node, first);
            first = false;
            if (in[at] != '"') {
                throw Misfit.VALUE;
            }
            at = JsonText.space(in, key.read(in, at, row));
            at = JsonText.space(in, JsonText.literal(in, at, ":"));
            at = JsonText.space(in, value.readOrNull(in, at, row));
            if (in[at] == '}') {
                return at + 1;
            }
            at = JsonText.space(in, JsonText.literal(in, at, ","));
        }
    }

    @Override
    String misfitAt() {
        return value.misfitAt();
    }

    @Override
    void forget() {
        value.forget();
    }
}
