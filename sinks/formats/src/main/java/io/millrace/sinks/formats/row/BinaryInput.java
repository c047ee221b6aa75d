package io.millrace.sinks.formats.row;

/**
 * Bytes of a value in a binary encoding. Reads from the array itself, so that nothing is copied; what ends early or cannot be meant
 * fails with an {@link IndexOutOfBoundsException} or an {@link IllegalArgumentException}. Not thread-safe.
 */
public abstract class BinaryInput {

    /** The value's bytes. */
    protected byte[] in;

    /** The next byte. */
    protected int at;

    public final void begin(byte[] bytes, int start) {
        in = bytes;
        at = start;
    }

    public final byte[] bytes() {
        return in;
    }

    /** A number in groups of seven bits, the lowest first; the eighth bit says that another group follows. */
    public final long readVarint() {
        long bits = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte each = in[at++];
            bits |= (each & 0x7FL) << shift;
            if (each >= 0) {
                return bits;
            }
        }
        throw new IllegalArgumentException("a number of more than 64 bits");
    }

    /** Passes over bytes; answers where they begin. */
    public final int take(int length) {
        int start = at;
        if (length < 0 || length > in.length - at) {
            throw new IndexOutOfBoundsException("the value ends early");
        }
        at += length;
        return start;
    }

    /** The cell of bytes with their length before them. */
    public abstract long readBytes();

    /** The cell of a text with its length before it. */
    public final long readText() {
        long cell = readBytes();
        if (!Utf8.isText(in, Row.start(cell), Row.length(cell))) {
            throw new IllegalArgumentException("a text is not UTF-8");
        }
        return cell;
    }

    /** The signed number that stands as an unsigned one: 0, -1, 1, -2… */
    public static long zigzag(long bits) {
        return (bits >>> 1) ^ -(bits & 1);
    }
}
