package io.millrace.sinks.formats.parquet;

/**
 * Parquet's hybrid of runs and packed bits, for levels and dictionary positions: eight or more of the same number in a row become
 * a run, what is between them is packed in groups of eight.
 */
final class Runs {

    private static final int GROUP = 8;

    private Runs() {}

    /** @param width bits that hold every value, 0 to 31 */
    static void encode(int[] values, int count, int width, Buffer out) {
        int at = 0;
        while (at < count) {
            if (isRun(values, at, count)) {
                int end = at + GROUP;
                while (end < count && values[end] == values[at]) {
                    end++;
                }
                run(values[at], end - at, width, out);
                at = end;
            } else {
                int end = at;
                do {
                    end += GROUP;
                } while (end < count && !isRun(values, end, count));
                out.putVarInt((((end - at) / GROUP) << 1) | 1);
                pack(values, at, end, Math.min(end, count), width, out);
                at = end;
            }
        }
    }

    /** One run. */
    static void run(int value, int count, int width, Buffer out) {
        out.putVarInt(count << 1);
        for (int shift = 0; shift < width; shift += Byte.SIZE) {
            out.put(value >>> shift);
        }
    }

    private static boolean isRun(int[] values, int start, int count) {
        if (start + GROUP > count) {
            return false;
        }
        int first = values[start];
        for (int i = start + 1; i < start + GROUP; i++) {
            if (values[i] != first) {
                return false;
            }
        }
        return true;
    }

    /** Packs what is there before {@code stop}, and zeros up to {@code end}. */
    private static void pack(int[] values, int start, int end, int stop, int width, Buffer out) {
        long bits = 0;
        int held = 0;
        for (int i = start; i < end; i++) {
            bits |= (i < stop ? (long) values[i] : 0L) << held;
            held += width;
            if (held >= Integer.SIZE) {
                out.putInt((int) bits);
                bits >>>= Integer.SIZE;
                held -= Integer.SIZE;
            }
        }
        for (; held > 0; held -= Byte.SIZE) {
            out.put((int) bits);
            bits >>>= Byte.SIZE;
        }
    }

    /** Bits that hold a number from 0 to {@code most}. */
    static int width(int most) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(most);
    }
}
