package io.millrace.processing.functions.mapping;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * JSON text as it grows. One thread; its arrays are used again and again, so that writing makes no garbage beside the result.
 *
 * <p>Callers write the structure themselves, as prepared bytes: this knows how values are written, and no more.
 */
final class JsonBytes {

    private static final Base64.Encoder BASE64 = Base64.getEncoder();
    private static final int FIRST_CAPACITY = 16 << 10;
    private static final int LARGEST_KEPT = 1 << 20;
    private static final byte[][] SIGNED = new byte[256][];

    static {
        for (int value = 0; value < SIGNED.length; value++) {
            SIGNED[value] = ascii(Byte.toString((byte) value));
        }
    }

    private byte[] bytes = new byte[FIRST_CAPACITY];
    private byte[] encoded = new byte[FIRST_CAPACITY];
    private int length;

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    int length() {
        return length;
    }

    /** Forgets what was written after a length that there was. */
    void cut(int to) {
        length = to;
    }

    void raw(byte[] text) {
        room(text.length);
        System.arraycopy(text, 0, bytes, length, text.length);
        length += text.length;
    }

    void raw(char ascii) {
        room(1);
        bytes[length++] = (byte) ascii;
    }

    void number(long value) {
        if (value < 0) {
            raw(ascii(Long.toString(value)));
            return;
        }
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        room(digits);
        length += digits;
        long rest = value;
        for (int at = length - 1; digits > 0; digits--, at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** A string of the Base64 of these bytes. */
    void base64(byte[] value) {
        int size = (value.length + 2) / 3 * 4;
        if (encoded.length < size) {
            encoded = new byte[grown(encoded.length, size)];
        }
        BASE64.encode(value, encoded);
        room(size + 2);
        bytes[length] = '"';
        System.arraycopy(encoded, 0, bytes, length + 1, size);
        bytes[length + 1 + size] = '"';
        length += size + 2;
    }

    /** A list of numbers from -128 to 127. */
    void signed(byte[] value) {
        raw('[');
        for (int i = 0; i < value.length; i++) {
            if (i > 0) {
                raw(',');
            }
            raw(SIGNED[value[i] & 0xff]);
        }
        raw(']');
    }

    void string(String text) {
        raw('"');
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            if (each == '"' || each == '\\') {
                raw('\\');
                raw((char) each);
            } else if (each >= 0 && each < ' ') {
                raw(ascii(String.format("\\u%04x", each)));
            } else {
                room(1);
                bytes[length++] = each;
            }
        }
        raw('"');
    }

    /** A copy of all that was written; then it is empty again. */
    Buffer take() {
        Buffer copy = Buffer.buffer(length).appendBytes(bytes, 0, length);
        length = 0;
        if (bytes.length > LARGEST_KEPT) {
            bytes = new byte[FIRST_CAPACITY];
        }
        if (encoded.length > LARGEST_KEPT) {
            encoded = new byte[FIRST_CAPACITY];
        }
        return copy;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, grown(bytes.length, Math.addExact(length, more)));
        }
    }

    private static int grown(int from, int least) {
        return Math.max(least, from + (from >> 1));
    }
}
