package io.millrace.sinks.formats.protobuf;

import io.millrace.sinks.formats.row.BinaryInput;
import io.millrace.sinks.formats.row.Row;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The binary encoding of one message. */
final class ProtoInput extends BinaryInput {

    static final int VARINT = 0;
    static final int EIGHT_BYTES = 1;
    static final int LENGTH = 2;
    static final int FOUR_BYTES = 5;
    private static final int GROUP = 3;
    private static final int GROUP_END = 4;

    /** Groups in each other that nobody knows of. */
    private static final int MAX_DEPTH = 100;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    int at() {
        return at;
    }

    /** A field's number, and below it three bits of how its value is written. */
    int readTag() {
        return (int) readVarint();
    }

    int readFourBytes() {
        return (int) INT.get(in, take(Integer.BYTES));
    }

    long readEightBytes() {
        return (long) LONG.get(in, take(Long.BYTES));
    }

    /** Where what comes with its length before it ends. */
    int readEnd() {
        long length = readVarint();
        if (length < 0 || length > in.length - at) {
            throw new IndexOutOfBoundsException("the value ends early");
        }
        return at + (int) length;
    }

    @Override
    public long readBytes() {
        int end = readEnd();
        int start = take(end - at);
        return Row.ofInput(start, end - start);
    }

    /** Fails as malformed unless it holds. */
    static void check(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException("malformed");
        }
    }

    /** Passes over a value. */
    void skip(int tag) {
        skip(tag, MAX_DEPTH);
    }

    private void skip(int tag, int depth) {
        switch (tag & 7) {
            case VARINT -> readVarint();
            case EIGHT_BYTES -> take(Long.BYTES);
            case LENGTH -> readBytes();
            case FOUR_BYTES -> take(Integer.BYTES);
            case GROUP -> {
                int inner = readTag();
                while ((inner & 7) != GROUP_END && depth > 0) {
                    skip(inner, depth - 1);
                    inner = readTag();
                }
            }
            default -> throw new IllegalArgumentException("no way to write a value");
        }
    }
}
