package io.millrace.sinks.formats.json;

/**
 * Recognizes values that can be lines whatever stands in them, by their ends and by what no line has, eight bytes at a time. Of
 * anything else it makes no statement.
 */
public final class OneLine {

    /** Of each byte: what a control character, line feed and carriage return among them, is less than. */
    private static final long SPACES = 0x0101010101010101L * ' ';

    private static final long HIGHS = 0x8080808080808080L;

    private OneLine() {}

    /** @return true for bytes from { to } or from [ to ] that have no control character among them */
    public static boolean is(byte[] value) {
        return isEnclosed(value) && !hasControl(value);
    }

    private static boolean isEnclosed(byte[] value) {
        if (value.length < 2) {
            return false;
        }
        byte last = value[value.length - 1];
        return switch (value[0]) {
            case '{' -> last == '}';
            case '[' -> last == ']';
            default -> false;
        };
    }

    private static boolean hasControl(byte[] value) {
        long found = 0; // looked at once: nearly every value is gone through to its end
        int at = 0;
        for (; at <= value.length - Long.BYTES; at += Long.BYTES) {
            long word = (long) JsonText.EIGHT.get(value, at);
            found |= (word - SPACES) & ~word; // the highest bit of the lowest that is less; if none is, no highest bit
        }
        if ((found & HIGHS) != 0) {
            return true;
        }
        while (at < value.length) {
            byte each = value[at++];
            if (each >= 0 && each < ' ') {
                return true;
            }
        }
        return false;
    }
}
