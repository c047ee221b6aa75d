package io.millrace.sinks.formats.row;

import io.millrace.sinks.formats.schema.Field;
import io.millrace.sinks.formats.schema.ListType;
import io.millrace.sinks.formats.schema.MapType;
import io.millrace.sinks.formats.schema.RecordType;
import io.millrace.sinks.formats.schema.Scalar;
import io.millrace.sinks.formats.schema.Schema;
import io.millrace.sinks.formats.schema.Type;
import java.util.ArrayList;
import java.util.List;

/** A schema, cut into leaf columns. Immutable. */
public final class Layout {

    private final Schema schema;
    private final Node.Fields root;
    private final List<Node.Leaf> leaves = new ArrayList<>();

    public Layout(Schema schema) {
        this.schema = schema;
        this.root = fields(schema.type(), false, 0, 0);
    }

    public Schema schema() {
        return schema;
    }

    public Node.Fields root() {
        return root;
    }

    /** In the order of the columns. */
    public List<Node.Leaf> leaves() {
        return leaves;
    }

    /** @param outer the definition level of what it is in, when that is there */
    private Node node(Type type, boolean nullable, int outer, int repetition) {
        int definition = outer + (nullable ? 1 : 0);
        int first = leaves.size();
        if (type instanceof RecordType record) {
            return fields(record, nullable, definition, repetition);
        }
        if (type instanceof ListType list) {
            Node element = node(list.element(), list.nullableElements(), definition + 1, repetition + 1);
            return new Node.Elements(element, nullable, definition, repetition, first, leaves.size());
        }
        if (type instanceof MapType map) {
            Node.Leaf key = leaf(Scalar.STRING, false, definition + 1, repetition + 1);
            Node value = node(map.value(), map.nullableValues(), definition + 1, repetition + 1);
            return new Node.Entries(key, value, nullable, definition, repetition, first, leaves.size());
        }
        return leaf(type, nullable, definition, repetition);
    }

    private Node.Fields fields(RecordType type, boolean nullable, int definition, int repetition) {
        int first = leaves.size();
        List<Node> children = new ArrayList<>();
        for (Field field : type.fields()) {
            children.add(node(field.type(), field.nullable(), definition, repetition));
        }
        List<String> names = type.fields().stream().map(Field::name).toList();
        return new Node.Fields(names, List.copyOf(children), nullable, definition, repetition, first, leaves.size());
    }

    private Node.Leaf leaf(Type type, boolean nullable, int definition, int repetition) {
        Node.Leaf leaf = new Node.Leaf(type, nullable, definition, repetition, leaves.size());
        leaves.add(leaf);
        return leaf;
    }
}
