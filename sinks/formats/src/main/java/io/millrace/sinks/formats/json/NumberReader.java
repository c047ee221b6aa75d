package io.millrace.sinks.formats.json;

import io.millrace.sinks.formats.row.Node;
import io.millrace.sinks.formats.row.Row;
import io.millrace.sinks.formats.schema.Scalar;
import java.nio.charset.StandardCharsets;

/** Reads numbers into 64 bits, and only those that lose nothing by it. */
final class NumberReader {

    /** Powers of ten that are exact as doubles. */
    private static final double[] TENS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    /** Digits that a long always holds. */
    private static final int SAFE_DIGITS = 18;

    private NumberReader() {}

    /** Whole numbers: small ones or all of 64 bits. */
    static final class OfLong extends ValueReader {

        private final Node.Leaf leaf;
        private final long most;

        OfLong(Node.Leaf leaf) {
            super(leaf.nullable());
            this.leaf = leaf;
            this.most = leaf.type() == Scalar.SMALL_LONG ? Scalar.MAX_SMALL : Long.MAX_VALUE;
        }

        @Override
        int read(byte[] in, int start, Row row) {
            boolean negative = in[start] == '-';
            int first = negative ? start + 1 : start;
            int at = first;
            long value = 0;
            int digit = in[at] - '0';
            while (digit >= 0 && digit <= 9) {
                value = 10 * value + digit;
                digit = in[++at] - '0';
            }
            int digits = at - first;
            if (digits == 0 || (digits > 1 && in[first] == '0') || isFraction(in[at])) {
                throw Misfit.VALUE;
            }
            if (digits > SAFE_DIGITS) {
                value = exact(in, start, at);
            } else {
                value = negative ? -value : value;
            }
            if (most != Long.MAX_VALUE && (value > most || value < -most)) {
                throw Misfit.VALUE;
            }
            row.set(leaf, value);
            return at;
        }

        private static long exact(byte[] in, int start, int end) {
            if (end - start > SAFE_DIGITS + 2) {
                throw Misfit.VALUE;
            }
            try {
                return Long.parseLong(text(in, start, end));
            } catch (NumberFormatException tooLarge) {
                throw Misfit.VALUE;
            }
        }
    }

    /** Numbers that a double holds: with a fraction to the nearest, whole ones exactly. */
    static final class OfDouble extends ValueReader {

        private final Node.Leaf leaf;

        OfDouble(Node.Leaf leaf) {
            super(leaf.nullable());
            this.leaf = leaf;
        }

        @Override
        int read(byte[] in, int start, Row row) {
            boolean negative = in[start] == '-';
            int first = negative ? start + 1 : start;
            int at = first;
            long digits = 0;
            int digit = in[at] - '0';
            while (digit >= 0 && digit <= 9) {
                digits = 10 * digits + digit;
                digit = in[++at] - '0';
            }
            if (at == first || (at > first + 1 && in[first] == '0')) {
                throw Misfit.VALUE;
            }
            int count = at - first;
            int scale = 0;
            if (in[at] == '.') {
                int point = at;
                digit = in[++at] - '0';
                while (digit >= 0 && digit <= 9) {
                    digits = 10 * digits + digit;
                    digit = in[++at] - '0';
                }
                scale = at - point - 1;
                count += scale;
                if (scale == 0) {
                    throw Misfit.VALUE;
                }
            }
            boolean simple = count <= SAFE_DIGITS && digits <= Scalar.MAX_SMALL && scale < TENS.length;
            if (!simple || (in[at] | 0x20) == 'e') {
                return slow(in, start, row);
            }
            // Two exact doubles, one rounding: as right as can be.
            double value = scale == 0 ? digits : digits / TENS[scale];
            row.set(leaf, Double.doubleToRawLongBits(negative ? -value : value));
            return at;
        }

        private int slow(byte[] in, int start, Row row) {
            int end = JsonText.numberEnd(in, start);
            String text = text(in, start, end);
            double value = Double.parseDouble(text);
            if (Double.isInfinite(value) || !(JsonTypes.isFraction(text) || JsonTypes.isExact(text, value))) {
                throw Misfit.VALUE;
            }
            row.set(leaf, Double.doubleToRawLongBits(value));
            return end;
        }
    }

    private static boolean isFraction(byte after) {
        return after == '.' || (after | 0x20) == 'e';
    }

    private static String text(byte[] in, int start, int end) {
        return new String(in, start, end - start, StandardCharsets.ISO_8859_1);
    }
}
