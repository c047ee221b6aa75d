package io.millrace.sinks.formats.json;

import io.millrace.api.feed.DeliveryException;
import java.util.Arrays;

/**
 * Tells bytes that are exactly one JSON value in UTF-8 from those that are not, in one pass that makes no objects: values are
 * written as they came, so looking at them is most of the work. Not thread-safe.
 *
 * <p>Source: RFC 8259; The Unicode Standard, table 3-7 (well-formed UTF-8 byte sequences).
 */
public final class JsonCheck {

    /** True for what stands in a string for itself and in one byte. */
    private static final boolean[] PLAIN = new boolean[256];

    static {
        Arrays.fill(PLAIN, ' ', 0x80, true);
        PLAIN['"'] = false;
        PLAIN['\\'] = false;
    }

    private static final int BOM_LENGTH = 3;

    private byte[] text;
    private int at;
    private boolean broken; // has line breaks, or a byte order mark
    private boolean[] objects = new boolean[64]; // by depth: true for an object, false for an array
    private int depth;

    /**
     * @return true when the value can be a line as it is; false when {@link #onOneLine} must make one of it
     * @throws DeliveryException that rejects the value and says where it is wrong, without quoting it
     */
    public boolean isLine(byte[] value) {
        return PlainLine.is(value) || isLineOfAnyForm(value);
    }

    private boolean isLineOfAnyForm(byte[] value) {
        text = value;
        at = start(value);
        broken = at > 0;
        depth = 0;
        space();
        if (at == text.length) {
            throw DeliveryException.rejected("the value is not JSON: it is empty", null);
        }
        skip();
        space();
        if (at < text.length) {
            throw DeliveryException.rejected("the value is not JSON: more follows after the end at byte " + at, null);
        }
        return !broken;
    }

    /**
     * Reads one value that stands among others.
     *
     * @param start of the value, without space before it
     * @return its end
     * @throws DeliveryException that rejects what is not JSON
     */
    int end(byte[] value, int start) {
        text = value;
        at = start;
        depth = 0;
        skip();
        return at;
    }

    private void skip() {
        boolean more = true;
        while (more) {
            more = opens() || another();
        }
    }

    /** Reads a value. Of an object or array that is not empty only its start: true then, for its first value comes next. */
    private boolean opens() {
        byte first = next();
        switch (first) {
            case '{' -> {
                return enters(true, '}');
            }
            case '[' -> {
                return enters(false, ']');
            }
            case '"' -> string();
            case 't' -> literal("rue");
            case 'f' -> literal("alse");
            case 'n' -> literal("ull");
            default -> number(first);
        }
        return false;
    }

    private boolean enters(boolean object, char end) {
        space();
        if (at < text.length && text[at] == end) {
            at++;
            return false;
        }
        if (depth == objects.length) {
            objects = Arrays.copyOf(objects, 2 * depth);
        }
        objects[depth++] = object;
        if (object) {
            key();
        }
        return true;
    }

    /** Reads what follows a value: true when that is another value, false at the end of all. */
    private boolean another() {
        while (depth > 0) {
            space();
            boolean object = objects[depth - 1];
            byte found = next();
            if (found == ',') {
                space();
                if (object) {
                    key();
                }
                return true;
            }
            if (found != (object ? '}' : ']')) {
                throw malformed();
            }
            depth--;
        }
        return false;
    }

    private void key() {
        if (next() != '"') {
            throw malformed();
        }
        string();
        space();
        if (next() != ':') {
            throw malformed();
        }
        space();
    }

    /** The rest of a string, after its quote. */
    private void string() {
        byte[] bytes = text;
        int i = at;
        while (true) {
            while (i < bytes.length && PLAIN[bytes[i] & 0xFF]) {
                i++;
            }
            at = i;
            byte special = next();
            if (special == '"') {
                return;
            }
            if (special == '\\') {
                escape();
            } else if (special < 0) {
                character(special & 0xFF);
            } else {
                throw malformed();
            }
            i = at;
        }
    }

    private void escape() {
        switch (next()) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {}
            case 'u' -> {
                for (int i = 0; i < 4; i++) {
                    if (Character.digit(next(), 16) < 0) {
                        throw malformed();
                    }
                }
            }
            default -> throw malformed();
        }
    }

    /** The rest of a character of two bytes or more. Overlong forms, surrogates and too high ones show in the second byte. */
    private void character(int lead) {
        if (lead < 0xC2 || lead > 0xF4) {
            throw malformed();
        }
        int second = next() & 0xFF;
        int least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (second < least || second > most) {
            throw malformed();
        }
        for (int following = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3; following > 1; following--) {
            if ((next() & 0xC0) != 0x80) {
                throw malformed();
            }
        }
    }

    private void literal(String rest) {
        for (int i = 0; i < rest.length(); i++) {
            if (next() != rest.charAt(i)) {
                throw malformed();
            }
        }
    }

    private void number(byte first) {
        byte digit = first == '-' ? next() : first;
        if (digit < '0' || digit > '9') {
            throw malformed();
        }
        if (digit != '0') {
            skipDigits();
        }
        if (at < text.length && text[at] == '.') {
            at++;
            digits();
        }
        if (at < text.length && (text[at] | 0x20) == 'e') {
            at++;
            if (at < text.length && (text[at] == '+' || text[at] == '-')) {
                at++;
            }
            digits();
        }
    }

    private void digits() {
        int start = at;
        skipDigits();
        if (at == start) {
            next();
            throw malformed();
        }
    }

    private void skipDigits() {
        while (at < text.length && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
    }

    private void space() {
        while (at < text.length) {
            byte each = text[at];
            if (each == '\n' || each == '\r') {
                broken = true;
            } else if (each != ' ' && each != '\t') {
                return;
            }
            at++;
        }
    }

    private byte next() {
        if (at == text.length) {
            throw DeliveryException.rejected("the value is not JSON: it ends before its end", null);
        }
        return text[at++];
    }

    private DeliveryException malformed() {
        return DeliveryException.rejected("the value is not JSON: malformed at byte " + (at - 1), null);
    }

    /**
     * Copies a checked value without its line breaks and what indents the lines. In JSON a line break is never inside a string, so
     * it and the blanks after it mean nothing.
     *
     * @param line at least as long as the value
     * @return the number of bytes in {@code line}
     */
    public static int onOneLine(byte[] value, byte[] line) {
        int length = 0;
        boolean indenting = false;
        for (int i = start(value); i < value.length; i++) {
            byte each = value[i];
            if (each == '\n' || each == '\r') {
                indenting = true;
            } else if (!indenting || (each != ' ' && each != '\t')) {
                indenting = false;
                line[length++] = each;
            }
        }
        return length;
    }

    /** After the byte order mark, if there is one. */
    static int start(byte[] value) {
        boolean marked = value.length >= BOM_LENGTH
                && value[0] == (byte) 0xEF
                && value[1] == (byte) 0xBB
                && value[2] == (byte) 0xBF;
        return marked ? BOM_LENGTH : 0;
    }
}
