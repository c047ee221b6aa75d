package io.millrace.sinks.formats.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The smallest parts of JSON text. Methods take a position and answer the one after what they read; at the end of the input they
 * fail as an array does, or with a {@link Misfit}.
 *
 * <p>Source: RFC 8259; The Unicode Standard, table 3-7 (well-formed UTF-8 byte sequences).
 */
final class JsonText {

    /** Eight bytes at any position, the first one lowest. */
    static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = ONES << 7;

    private JsonText() {}

    static int space(byte[] in, int start) {
        int at = start;
        while (in[at] <= ' ') {
            if (!isSpace(in[at])) {
                throw Misfit.VALUE;
            }
            at++;
        }
        return at;
    }

    /** True when nothing but space follows. */
    static boolean isBlank(byte[] in, int start) {
        int at = start;
        while (at < in.length && isSpace(in[at])) {
            at++;
        }
        return at == in.length;
    }

    private static boolean isSpace(byte each) {
        return each == ' ' || each == '\n' || each == '\r' || each == '\t';
    }

    static int literal(byte[] in, int start, String word) {
        for (int i = 0; i < word.length(); i++) {
            if (in[start + i] != word.charAt(i)) {
                throw Misfit.VALUE;
            }
        }
        return start + word.length();
    }

    /**
     * Looks for the end of a string, and checks what is before it.
     *
     * @param start after the opening quote
     * @return where the closing quote is; when a backslash comes first, its place, inverted ({@code ~})
     */
    static int stringEnd(byte[] in, int start) {
        int at = start;
        while (true) {
            at = plain(in, at);
            byte special = in[at];
            if (special == '"') {
                return at;
            }
            if (special == '\\') {
                return ~at;
            }
            if (special >= 0) {
                throw Misfit.VALUE; // a control character
            }
            at = character(in, at);
        }
    }

    /** The next byte that is not a plain character of one byte. */
    private static int plain(byte[] in, int start) {
        int at = start;
        while (at + Long.BYTES <= in.length) {
            long word = (long) EIGHT.get(in, at);
            long quotes = word ^ ONES * '"';
            long backslashes = word ^ ONES * '\\';
            // Of each byte the highest bit; the lowest that is set is exact, those above it may be carried over.
            long special = (((quotes - ONES) & ~quotes)
                            | ((backslashes - ONES) & ~backslashes)
                            | ((word - ONES * ' ') & ~word)
                            | word)
                    & HIGHS;
            if (special != 0) {
                return at + (Long.numberOfTrailingZeros(special) >>> 3);
            }
            at += Long.BYTES;
        }
        while (in[at] >= ' ' && in[at] != '"' && in[at] != '\\') {
            at++;
        }
        return at;
    }

    /** A character of two bytes or more. Overlong forms, surrogates and too high ones show in the second byte. */
    private static int character(byte[] in, int at) {
        int lead = in[at] & 0xFF;
        int second = in[at + 1] & 0xFF;
        int least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        int length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        if (lead < 0xC2 || lead > 0xF4 || second < least || second > most) {
            throw Misfit.VALUE;
        }
        for (int i = 2; i < length; i++) {
            if ((in[at + i] & 0xC0) != 0x80) {
                throw Misfit.VALUE;
            }
        }
        return at + length;
    }

    /** A number's end, by the grammar alone. */
    static int numberEnd(byte[] in, int start) {
        int at = in[start] == '-' ? start + 1 : start;
        int digits = digits(in, at);
        if (digits == at || (in[at] == '0' && digits > at + 1)) {
            throw Misfit.VALUE;
        }
        at = digits;
        if (in[at] == '.') {
            digits = digits(in, at + 1);
            if (digits == at + 1) {
                throw Misfit.VALUE;
            }
            at = digits;
        }
        if ((in[at] | 0x20) == 'e') {
            at += in[at + 1] == '+' || in[at + 1] == '-' ? 2 : 1;
            digits = digits(in, at);
            if (digits == at) {
                throw Misfit.VALUE;
            }
            at = digits;
        }
        return at;
    }

    private static int digits(byte[] in, int start) {
        int at = start;
        while (in[at] >= '0' && in[at] <= '9') {
            at++;
        }
        return at;
    }
}
