package io.millrace.sinks.formats.avro;

import io.millrace.sinks.formats.row.BinaryInput;
import io.millrace.sinks.formats.row.Row;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Avro's binary encoding of one value.
 *
 * <p>Source: Apache Avro 1.12 specification, "Binary Encoding".
 */
final class AvroInput extends BinaryInput {

    private static final VarHandle FLOAT = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle DOUBLE =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

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
        return zigzag(readVarint());
    }

    float readFloat() {
        return (float) FLOAT.get(in, take(Float.BYTES));
    }

    double readDouble() {
        return (double) DOUBLE.get(in, take(Double.BYTES));
    }

    @Override
    public long readBytes() {
        int length = readInt();
        return Row.ofInput(take(length), length);
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
