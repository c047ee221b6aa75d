package io.millrace.sinks.formats.json;

import io.millrace.sinks.formats.row.Row;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A string with escapes, decoded. Used again for the next one; not thread-safe. */
final class Unescaped {

    private byte[] bytes = new byte[64];
    private int length;
    private int end;

    /**
     * @param start after the opening quote
     * @param backslash the first one
     */
    void decode(byte[] in, int start, int backslash) {
        length = 0;
        append(in, start, backslash);
        int at = backslash;
        while (in[at] == '\\') {
            at = escape(in, at + 1);
            int next = JsonText.stringEnd(in, at);
            int stop = next < 0 ? ~next : next;
            append(in, at, stop);
            at = stop;
        }
        end = at + 1;
    }

    /** After the closing quote. */
    int end() {
        return end;
    }

    long into(Row row) {
        return row.made(bytes, length);
    }

    String text() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private void append(byte[] in, int from, int to) {
        reserve(to - from);
        System.arraycopy(in, from, bytes, length, to - from);
        length += to - from;
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }

    /** @param at after the backslash */
    private int escape(byte[] in, int at) {
        int character = switch (in[at]) {
            case '"', '\\', '/' -> in[at];
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> -1;
            default -> throw Misfit.VALUE;
        };
        if (character >= 0) {
            encode(character);
            return at + 1;
        }
        int unit = unit(in, at + 1);
        if (!Character.isSurrogate((char) unit)) {
            encode(unit);
            return at + 5;
        }
        if (in[at + 5] != '\\' || in[at + 6] != 'u') {
            throw Misfit.SURROGATE;
        }
        int low = unit(in, at + 7);
        if (!Character.isSurrogatePair((char) unit, (char) low)) {
            throw Misfit.SURROGATE;
        }
        encode(Character.toCodePoint((char) unit, (char) low));
        return at + 11;
    }

    private static int unit(byte[] in, int at) {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(in[at + i], 16);
            if (digit < 0) {
                throw Misfit.VALUE;
            }
            unit = (unit << 4) | digit;
        }
        return unit;
    }

    private void encode(int character) {
        reserve(4);
        if (character < 0x80) {
            bytes[length++] = (byte) character;
            return;
        }
        int following = character < 0x800 ? 1 : character < 0x10000 ? 2 : 3;
        bytes[length++] = (byte) ((0xFF00 >> (following + 1)) | (character >> (6 * following)));
        for (int shift = 6 * (following - 1); shift >= 0; shift -= 6) {
            bytes[length++] = (byte) (0x80 | ((character >> shift) & 0x3F));
        }
    }
}
