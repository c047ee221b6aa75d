package io.millrace.sinks.formats.parquet;

import io.millrace.sinks.formats.row.Row;
import java.util.Arrays;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.io.api.Binary;

/** Texts and bytes. The dictionary is kept as its page will be. */
final class ByteValues extends DictionaryValues {

    private static final int LEAST = 16;

    private final int prefix; // bytes that tell a value's length
    private Buffer entries = new Buffer();
    private int[] starts = new int[LEAST / 2]; // of the bytes themselves, by position
    private int[] lengths = new int[LEAST / 2];
    private int[] hashes = new int[LEAST / 2];
    private int size;
    private int[] table = new int[LEAST]; // position plus one, by hash; 0 is free
    private int spelled; // bytes that this page would take plainly

    // Where the least and the greatest are: in the dictionary, or in the page.
    private int least = -1;
    private int leastLength;
    private long leastHead;
    private int most = -1;
    private int mostLength;
    private long mostHead;

    /** @param ofAnyLength false when all values have the same length, which then is not written */
    ByteValues(boolean ofAnyLength) {
        this.prefix = ofAnyLength ? Integer.BYTES : 0;
    }

    @Override
    void beginPage() {
        spelled = 0;
        if (!isLooking()) {
            least = -1;
            most = -1;
        }
    }

    @Override
    void add(Row row, long value) {
        byte[] bytes = row.array(value);
        int start = Row.start(value);
        int length = Row.length(value);
        if (isLooking()) {
            spelled += prefix + length;
            addPosition(position(bytes, start, length));
        } else {
            append(plain, bytes, start, length);
        }
    }

    /** Appends a value, and looks whether it is the least or the greatest. */
    private void append(Buffer out, byte[] bytes, int start, int length) {
        if (prefix > 0) {
            out.putInt(length);
        }
        int place = out.length();
        out.put(bytes, start, length);
        // Mostly the first bytes show that it is neither.
        long head = head(bytes, start, length);
        if (least < 0 || Long.compareUnsigned(head, leastHead) <= 0) {
            becomeLeast(out.array(), place, length, head);
        }
        if (most < 0 || Long.compareUnsigned(head, mostHead) >= 0) {
            becomeMost(out.array(), place, length, head);
        }
    }

    private void becomeLeast(byte[] held, int place, int length, long head) {
        if (least < 0 || compare(held, place, length, least, leastLength) < 0) {
            least = place;
            leastLength = length;
            leastHead = head;
        }
    }

    private void becomeMost(byte[] held, int place, int length, long head) {
        if (most < 0 || compare(held, place, length, most, mostLength) > 0) {
            most = place;
            mostLength = length;
            mostHead = head;
        }
    }

    /** The first eight bytes as a number that compares as they do, zeros after the end. */
    private static long head(byte[] bytes, int start, int length) {
        if (start + Long.BYTES <= bytes.length) {
            long head = Long.reverseBytes(Buffer.getLong(bytes, start));
            return length >= Long.BYTES ? head : length == 0 ? 0 : head & (-1L << (Long.SIZE - Byte.SIZE * length));
        }
        long head = 0;
        for (int i = 0; i < Math.min(length, Long.BYTES); i++) {
            head |= (bytes[start + i] & 0xFFL) << (Long.SIZE - Byte.SIZE * (i + 1));
        }
        return head;
    }

    private static int compare(byte[] bytes, int start, int length, int otherStart, int otherLength) {
        return Arrays.compareUnsigned(bytes, start, start + length, bytes, otherStart, otherStart + otherLength);
    }

    private int position(byte[] bytes, int start, int length) {
        int hash = hash(bytes, start, length);
        int mask = table.length - 1;
        int slot = hash & mask;
        while (table[slot] != 0) {
            int position = table[slot] - 1;
            if (hashes[position] == hash
                    && lengths[position] == length
                    && Arrays.equals(
                            bytes,
                            start,
                            start + length,
                            entries.array(),
                            starts[position],
                            starts[position] + length)) {
                return position;
            }
            slot = (slot + 1) & mask;
        }
        if (size == starts.length) {
            grow();
            mask = table.length - 1;
            slot = hash & mask;
            while (table[slot] != 0) {
                slot = (slot + 1) & mask;
            }
        }
        table[slot] = size + 1;
        hashes[size] = hash;
        lengths[size] = length;
        starts[size] = entries.length() + prefix;
        append(entries, bytes, start, length);
        return size++;
    }

    private void grow() {
        starts = Arrays.copyOf(starts, 2 * size);
        lengths = Arrays.copyOf(lengths, 2 * size);
        hashes = Arrays.copyOf(hashes, 2 * size);
        table = new int[4 * size];
        int mask = table.length - 1;
        for (int position = 0; position < size; position++) {
            int slot = hashes[position] & mask;
            while (table[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            table[slot] = position + 1;
        }
    }

    private static int hash(byte[] bytes, int start, int length) {
        long mixed = length;
        int at = start;
        int end = start + length;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            mixed = (mixed ^ Buffer.getLong(bytes, at)) * 0x9E3779B97F4A7C15L;
            mixed ^= mixed >>> 29;
        }
        for (; at < end; at++) {
            mixed = (mixed ^ bytes[at]) * 0x9E3779B97F4A7C15L;
        }
        return (int) (mixed >>> Integer.SIZE);
    }

    @Override
    int dictionaryBytes() {
        return entries.length();
    }

    @Override
    int size() {
        return size;
    }

    @Override
    void encodeDictionary(Buffer out) {
        out.put(entries);
    }

    @Override
    int spelledBytes() {
        return spelled;
    }

    @Override
    void spell(int position) {
        if (plain.length() == 0) {
            least = -1; // from here on they are places in the page
            most = -1;
        }
        append(plain, entries.array(), starts[position], lengths[position]);
    }

    @Override
    void freeDictionary() {
        entries = new Buffer();
        starts = new int[0];
        lengths = new int[0];
        hashes = new int[0];
        table = new int[0];
        size = 0;
    }

    @Override
    int dictionaryHeld() {
        return entries.capacity() + (starts.length * 3 + table.length) * Integer.BYTES;
    }

    @Override
    void bounds(Statistics<?> statistics) {
        byte[] held = isLooking() ? entries.array() : plain.array();
        statistics.updateStats(Binary.fromReusedByteArray(held, least, leastLength));
        statistics.updateStats(Binary.fromReusedByteArray(held, most, mostLength));
    }
}
