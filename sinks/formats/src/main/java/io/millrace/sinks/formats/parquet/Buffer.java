package io.millrace.sinks.formats.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes that grow at their end; numbers have their lowest byte first. Not thread-safe. */
final class Buffer {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final byte[] EMPTY = new byte[0];
    private static final int LEAST = 64;

    private byte[] bytes = EMPTY;
    private int length;

    byte[] array() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** Bytes of memory. */
    int capacity() {
        return bytes.length;
    }

    void clear() {
        length = 0;
    }

    private void reserve(int more) {
        if (more > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.max(LEAST, bytes.length * 2), Math.addExact(length, more)));
        }
    }

    void put(int oneByte) {
        reserve(1);
        bytes[length++] = (byte) oneByte;
    }

    void putInt(int value) {
        reserve(Integer.BYTES);
        INTS.set(bytes, length, value);
        length += Integer.BYTES;
    }

    void putLong(long value) {
        reserve(Long.BYTES);
        LONGS.set(bytes, length, value);
        length += Long.BYTES;
    }

    void put(byte[] source, int start, int count) {
        reserve(count);
        System.arraycopy(source, start, bytes, length, count);
        length += count;
    }

    void put(Buffer other) {
        put(other.bytes, 0, other.length);
    }

    /** Seven bits a byte, the lowest first. */
    void putVarInt(int value) {
        int rest = value;
        while ((rest & ~0x7F) != 0) {
            put(rest | 0x80);
            rest >>>= 7;
        }
        put(rest);
    }

    /** Sets bits of the last byte. */
    void orLast(int bits) {
        bytes[length - 1] |= (byte) bits;
    }

    static long getLong(byte[] source, int start) {
        return (long) LONGS.get(source, start);
    }

    /** Overwrites four bytes. */
    void setInt(int position, int value) {
        INTS.set(bytes, position, value);
    }
}
