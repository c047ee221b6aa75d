package io.millrace.sinks.formats.json;

import io.millrace.sinks.formats.row.Node;
import io.millrace.sinks.formats.row.Row;

/** Reads an array. */
final class ElementsReader extends ValueReader {

    private final Node.Elements node;
    private final ValueReader element;

    ElementsReader(Node.Elements node, ValueReader element) {
        super(node.nullable());
        this.node = node;
        this.element = element;
    }

    @Override
    int read(byte[] in, int start, Row row) {
        if (in[start] != '[') {
            forget();
            throw Misfit.VALUE;
        }
        row.present(node);
        int at = JsonText.space(in, start + 1);
        if (in[at] == ']') {
            return at + 1;
        }
        boolean first = true;
        while (true) {
            row.entry(node, first);
            first = false;
            at = JsonText.space(in, element.readOrNull(in, at, row));
            if (in[at] == ']') {
                return at + 1;
            }
            if (in[at] != ',') {
                throw Misfit.VALUE;
            }
            at = JsonText.space(in, at + 1);
        }
    }

    @Override
    String misfitAt() {
        return element.misfitAt();
    }

    @Override
    void forget() {
        element.forget();
    }
}
