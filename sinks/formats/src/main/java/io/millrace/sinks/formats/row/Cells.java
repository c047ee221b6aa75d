package io.millrace.sinks.formats.row;

import java.util.Arrays;

/**
 * What one row has in one leaf column: a cell, or several under lists and maps. The fields are read and written by whoever moves
 * rows, for that is where the time goes; {@code values[i]} means something where {@code definitions[i]} is the leaf's own.
 *
 * <p>A value is 64 bits: a truth value as 0 or 1, a double as its bits, a date and a time as they count, a decimal of up to 18
 * digits without its point, anything of bytes as {@link Row} says.
 */
public final class Cells {

    public byte[] definitions = new byte[1];
    public byte[] repetitions = new byte[1];
    public long[] values = new long[1];
    public int size;

    /**
     * The value of a double that is a whole number.
     *
     * @throws ArithmeticException when no double is exactly that number
     */
    public static long exactDouble(long number) {
        double nearest = number;
        if ((long) nearest != number || number == Long.MAX_VALUE) {
            throw new ArithmeticException("a number that no double holds");
        }
        return Double.doubleToRawLongBits(nearest);
    }

    void begin() {
        size = 1;
        definitions[0] = 0;
    }

    void append(int definition, int repetition) {
        if (size == values.length) {
            definitions = Arrays.copyOf(definitions, 2 * size);
            repetitions = Arrays.copyOf(repetitions, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        definitions[size] = (byte) definition;
        repetitions[size++] = (byte) repetition;
    }
}
