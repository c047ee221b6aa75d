package io.millrace.sinks.formats.avro;

import io.millrace.sinks.formats.row.Row;
import io.millrace.sinks.formats.row.Utf8;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Avro's binary encoding of one value. Reads from the array itself, so that bytes need not be copied; what ends early or cannot be
 * meant fails with an {@link IndexOutOfBoundsException} or an {@link IllegalArgumentException}. Not thread-safe.
 *
 * <p>Source: Apache Avro 1.12 specification, "Binary Encoding".
 */
final class AvroInput {

    private static final VarHandle FLOAT = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle DOUBLE =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] in;
    private int at;

    void begin(byte[] bytes, int start) {
        in = bytes;
        at = start;
    }

    byte[] bytes() {
        return in;
    }

    boolean isAtEnd() {
        return at == in.length;
    }

    boolean readBoolean() {
        return in[at++] != 0;
    }

    int readInt() {
        long value = readLong();
        if ((int) value != value) {
            throw new IllegalArgumentException("a number of more than 32 bits");
        }
        return (int) value;
    }

    long readLong() {
        long bits = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte each = in[at++];
            bits |= (each & 0x7FL) << shift;
            if (each >= 0) {
                return (bits >>> 1) ^ -(bits & 1);
            }
        }
        throw new IllegalArgumentException("a number of more than 64 bits");
    }

    float readFloat() {
        return (float) FLOAT.get(in, take(Float.BYTES));
    }

    double readDouble() {
        return (double) DOUBLE.get(in, take(Double.BYTES));
    }

    /** Passes over bytes; answers where they begin. */
    int take(int length) {
        int start = at;
        if (length < 0 || length > in.length - at) {
            throw new IndexOutOfBoundsException("the value ends early");
        }
        at += length;
        return start;
    }

    /** The cell of bytes with their length before them. */
    long readBytes() {
        int length = readInt();
        return Row.ofInput(take(length), length);
    }

    /** The cell of a text with its length before it. */
    long readText() {
        long cell = readBytes();
        if (!Utf8.isText(in, Row.start(cell), Row.length(cell))) {
            throw new IllegalArgumentException("a text is not UTF-8");
        }
        return cell;
    }

    /** The number of entries of the next block of a list or map; 0 at its end. */
    long readBlock() {
        long count = readLong();
        if (count < 0) {
            readLong(); // bytes of the block, for those who would pass over it
            count = Math.negateExact(count);
        }
        return count;
    }
}
