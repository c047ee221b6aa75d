package io.millrace.sinks.formats.row;

import java.util.Arrays;

/**
 * One record, cut into cells. Filled from its front to its end, then read; used again for the next record. Not thread-safe.
 *
 * <p>Whoever fills it calls, for each part that is there, {@link #present} before anything inside it, {@link #entry} at the
 * beginning of each element or entry, and {@link #set} for each leaf. What is not mentioned is null.
 *
 * <p>Bytes are not copied: a cell says where in the input they are, or, for what the input holds in another form, where among
 * the bytes that were {@linkplain #made made}.
 */
public final class Row {

    private static final long MADE = Long.MIN_VALUE;

    private final Layout layout;
    private final Cells[] cells;
    private byte[] input = new byte[0];
    private byte[] made = new byte[64];
    private int madeLength;

    public Row(Layout layout) {
        this.layout = layout;
        this.cells = new Cells[layout.leaves().size()];
        Arrays.setAll(cells, leaf -> new Cells());
    }

    public Layout layout() {
        return layout;
    }

    /** Forgets the record before. */
    public void begin(byte[] source) {
        input = source;
        madeLength = 0;
        for (Cells each : cells) {
            each.begin();
        }
    }

    /** Bytes of the record. */
    public int bytes() {
        return input.length;
    }

    public Cells cells(int leaf) {
        return cells[leaf];
    }

    /** Says that a record, a list or a map is there. */
    public void present(Node node) {
        define(node, node.definition());
    }

    /**
     * Begins an element of a list or an entry of a map.
     *
     * @param first true for the first one of this list or map
     */
    public void entry(Node repeated, boolean first) {
        int definition = repeated.definition() + 1;
        if (first) {
            define(repeated, definition);
        } else {
            for (int leaf = repeated.firstLeaf(); leaf < repeated.endLeaf(); leaf++) {
                cells[leaf].append(definition, repeated.repetition() + 1);
            }
        }
    }

    private void define(Node node, int definition) {
        for (int leaf = node.firstLeaf(); leaf < node.endLeaf(); leaf++) {
            Cells each = cells[leaf];
            each.definitions[each.size - 1] = (byte) definition;
        }
    }

    /** Puts a value where the leaf's present cell is. */
    public void set(Node.Leaf leaf, long value) {
        Cells each = cells[leaf.firstLeaf()];
        int last = each.size - 1;
        each.definitions[last] = (byte) leaf.definition();
        each.values[last] = value;
    }

    /** Where bytes of the input are. */
    public static long ofInput(int start, int length) {
        return ((long) start << Integer.SIZE) | length;
    }

    /** True when an outermost part is there, or one that is in nothing but records. */
    public boolean has(Node node) {
        return cells[node.firstLeaf()].definitions[0] >= node.definition();
    }

    /** Takes bytes that are not in the input; they are copied. */
    public long made(byte[] bytes, int length) {
        if (madeLength + length > made.length) {
            made = Arrays.copyOf(made, Math.max(2 * made.length, madeLength + length));
        }
        System.arraycopy(bytes, 0, made, madeLength, length);
        madeLength += length;
        return MADE | ofInput(madeLength - length, length);
    }

    /** The array that the bytes of a cell are in. */
    public byte[] array(long value) {
        return value < 0 ? made : input;
    }

    /** Where they begin. */
    public static int start(long value) {
        return (int) (value >>> Integer.SIZE) & Integer.MAX_VALUE;
    }

    /** How many they are. */
    public static int length(long value) {
        return (int) value;
    }
}
