package io.millrace.sinks.formats.json;

import io.millrace.sinks.formats.row.Layout;
import io.millrace.sinks.formats.row.Node;
import io.millrace.sinks.formats.schema.Scalar;
import java.util.List;

/** Makes the reader of a layout's records. */
final class JsonReaders {

    private final UnknownField unknown;
    private final boolean anyText;

    /** @param anyText true to take any value where the schema has a text */
    JsonReaders(UnknownField unknown, boolean anyText) {
        this.unknown = unknown;
        this.anyText = anyText;
    }

    ValueReader of(Layout layout) {
        return of(layout.root());
    }

    ValueReader of(Node node) {
        return reader(node, false);
    }

    /** @param mixed true for the values of a map, which are texts where they have no type in common */
    private ValueReader reader(Node node, boolean mixed) {
        if (node instanceof Node.Fields fields) {
            List<ValueReader> children = fields.children().stream()
                    .map(child -> reader(child, false))
                    .toList();
            return new FieldsReader(fields, children, unknown);
        }
        if (node instanceof Node.Elements elements) {
            return new ElementsReader(elements, reader(elements.element(), false));
        }
        if (node instanceof Node.Entries entries) {
            return new EntriesReader(entries, new TextReader(entries.key()), reader(entries.value(), true));
        }
        Node.Leaf leaf = (Node.Leaf) node;
        if (leaf.type() == Scalar.STRING) {
            return mixed || anyText ? new TextReader.OfAnything(leaf) : new TextReader(leaf);
        }
        if (leaf.type() == Scalar.LONG || leaf.type() == Scalar.SMALL_LONG) {
            return new NumberReader.OfLong(leaf);
        }
        if (leaf.type() == Scalar.DOUBLE) {
            return new NumberReader.OfDouble(leaf);
        }
        return leaf.type() == Scalar.BOOLEAN ? new BooleanReader(leaf) : new ConvertingReader(leaf);
    }
}
