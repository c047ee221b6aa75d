package io.millrace.sinks.formats.row;

import io.millrace.sinks.formats.schema.Type;
import java.util.List;

/**
 * A part of a schema with its place among the levels and the leaf columns.
 *
 * <p>Its <em>definition</em> is the level that says "present". In a list or map with entries, what is in an entry begins at {@code
 * definition + 1} and repeats at {@code repetition + 1}.
 */
public sealed interface Node {

    /** True when it may be null. */
    boolean nullable();

    /** The definition level of a value that is there. */
    int definition();

    /** The repetition level of everything in it that is not in a list or map inside it. */
    int repetition();

    /** The first of its leaves, counted over the schema. */
    int firstLeaf();

    /** One past the last of its leaves. */
    int endLeaf();

    /** Named fields; the root of a layout is one. */
    record Fields(
            List<String> names,
            List<Node> children,
            boolean nullable,
            int definition,
            int repetition,
            int firstLeaf,
            int endLeaf)
            implements Node {}

    /** Any number of elements. */
    record Elements(Node element, boolean nullable, int definition, int repetition, int firstLeaf, int endLeaf)
            implements Node {}

    /** Any number of keys, each with a value. */
    record Entries(Leaf key, Node value, boolean nullable, int definition, int repetition, int firstLeaf, int endLeaf)
            implements Node {}

    /** A value without parts: a column. */
    record Leaf(Type type, boolean nullable, int definition, int repetition, int firstLeaf) implements Node {

        @Override
        public int endLeaf() {
            return firstLeaf + 1;
        }
    }
}
