package io.millrace.sinks.formats.row;

import java.util.Arrays;

/** Goes through the cells of a row as values nest: one field after the other, each whole. Not thread-safe. */
public final class RowCursor {

    private final int[] next; // by leaf: the cell to come
    private Row row;

    public RowCursor(Layout layout) {
        this.next = new int[layout.leaves().size()];
    }

    /** Begins a row of the layout. */
    public void begin(Row from) {
        row = from;
        Arrays.fill(next, 0);
    }

    /** True when the node's next value is there; when it is not, it has been passed over. */
    public boolean isThere(Node node) {
        if (definition(node) >= node.definition()) {
            return true;
        }
        skip(node);
        return false;
    }

    /** The value of a leaf's next cell, which is passed over. */
    public long value(Node.Leaf leaf) {
        return row.cells(leaf.firstLeaf()).values[next[leaf.firstLeaf()]++];
    }

    /** How many entries a list or a map has that is there. When there are none it has been passed over. */
    public int entries(Node repeated) {
        if (definition(repeated) == repeated.definition()) {
            skip(repeated);
            return 0;
        }
        Cells cells = row.cells(repeated.firstLeaf());
        int count = 1;
        for (int at = next[repeated.firstLeaf()] + 1;
                at < cells.size && cells.repetitions[at] > repeated.repetition();
                at++) {
            count += cells.repetitions[at] == repeated.repetition() + 1 ? 1 : 0;
        }
        return count;
    }

    /** What the next cell of the first column says; all of its columns agree about the part itself. */
    private int definition(Node node) {
        return row.cells(node.firstLeaf()).definitions[next[node.firstLeaf()]];
    }

    /** What is not there has one cell in each of its columns. */
    private void skip(Node node) {
        for (int leaf = node.firstLeaf(); leaf < node.endLeaf(); leaf++) {
            next[leaf]++;
        }
    }
}
