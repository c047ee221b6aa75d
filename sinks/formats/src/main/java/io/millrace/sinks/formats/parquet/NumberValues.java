package io.millrace.sinks.formats.parquet;

import io.millrace.sinks.formats.row.Row;
import java.util.Arrays;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Numbers of 32 or 64 bits. */
final class NumberValues extends DictionaryValues {

    private static final int LEAST = 16;
    private static final int NEIGHBOURS = 4; // bits

    private PrimitiveTypeName type;
    private long[] entries = new long[LEAST / 2];
    private int size;
    private int[] table = new int[LEAST]; // position plus one, by hash; 0 is free
    private int last; // position of the value before
    private long least;
    private long most;

    NumberValues(PrimitiveTypeName type) {
        this.type = type;
        beginPage();
    }

    @Override
    void beginPage() {
        least = Long.MAX_VALUE;
        most = Long.MIN_VALUE;
    }

    @Override
    void add(Row row, long value) {
        long ordered = ordered(value);
        least = Math.min(least, ordered);
        most = Math.max(most, ordered);
        if (isLooking()) {
            if (size == 0 || entries[last] != value) {
                last = position(value);
            }
            addPosition(last);
        } else {
            spellValue(value, plain);
        }
    }

    private int position(long value) {
        int mask = table.length - 1;
        int slot = slot(value, mask);
        while (table[slot] != 0) {
            int position = table[slot] - 1;
            if (entries[position] == value) {
                return position;
            }
            slot = (slot + 1) & mask;
        }
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, 2 * size);
            entries[size] = value;
            index(size + 1);
        } else {
            entries[size] = value;
            table[slot] = size + 1;
        }
        return size++;
    }

    /** Makes a new table. */
    private void index(int count) {
        table = new int[2 * entries.length];
        int mask = table.length - 1;
        for (int position = 0; position < count; position++) {
            int slot = slot(entries[position], mask);
            while (table[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            table[slot] = position + 1;
        }
    }

    /** Sixteen numbers in a row are neighbours in the table, for that is how ids and times come, and a cache line holds them. */
    private static int slot(long value, int mask) {
        long mixed = (value >>> NEIGHBOURS) * 0x9E3779B97F4A7C15L;
        int line = (int) (mixed >>> Integer.SIZE) << NEIGHBOURS;
        int place = (int) value & ((1 << NEIGHBOURS) - 1);
        return (line | place) & mask;
    }

    /** A double's bits, so that they compare as longs; and back. */
    private long ordered(long value) {
        return type == PrimitiveTypeName.DOUBLE ? value ^ ((value >> (Long.SIZE - 1)) & Long.MAX_VALUE) : value;
    }

    @Override
    int dictionaryBytes() {
        return size * valueBytes();
    }

    @Override
    int size() {
        return size;
    }

    @Override
    void encodeDictionary(Buffer out) {
        for (int position = 0; position < size; position++) {
            spellValue(entries[position], out);
        }
    }

    @Override
    int spelledBytes() {
        return count() * valueBytes();
    }

    private int valueBytes() {
        return type == PrimitiveTypeName.INT32 ? Integer.BYTES : Long.BYTES;
    }

    @Override
    void spell(int position) {
        spellValue(entries[position], plain);
    }

    private void spellValue(long value, Buffer out) {
        if (type == PrimitiveTypeName.INT32) {
            out.putInt((int) value);
        } else {
            out.putLong(value);
        }
    }

    @Override
    void freeDictionary() {
        entries = new long[0];
        table = new int[0];
        size = 0;
    }

    @Override
    int dictionaryHeld() {
        return entries.length * Long.BYTES + table.length * Integer.BYTES;
    }

    @Override
    void bounds(Statistics<?> statistics) {
        switch (type) {
            case INT32 -> {
                statistics.updateStats((int) least);
                statistics.updateStats((int) most);
            }
            case DOUBLE -> {
                statistics.updateStats(Double.longBitsToDouble(ordered(least)));
                statistics.updateStats(Double.longBitsToDouble(ordered(most)));
            }
            default -> {
                statistics.updateStats(least);
                statistics.updateStats(most);
            }
        }
    }

    /** Makes doubles of whole numbers that a double holds. Only while there are no pages. */
    void becomeDoubles() {
        long first = least;
        long last = most;
        type = PrimitiveTypeName.DOUBLE;
        for (int position = 0; position < size; position++) {
            entries[position] = Double.doubleToRawLongBits((double) entries[position]);
        }
        if (size > 0) {
            least = ordered(Double.doubleToRawLongBits((double) first));
            most = ordered(Double.doubleToRawLongBits((double) last));
        }
        index(size);
    }
}
