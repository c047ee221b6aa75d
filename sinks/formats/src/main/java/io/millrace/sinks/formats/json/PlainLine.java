package io.millrace.sinks.formats.json;

/**
 * Recognizes JSON as machines write it, at most of the speed of looking at its bytes: one value, on one line, with no more than a space
 * after a colon or comma. Of anything else it makes no statement.
 *
 * <p>Source: RFC 8259.
 */
final class PlainLine {

    /** Objects and arrays that are open at a time: a bit for each. */
    private static final int MAX_DEPTH = Long.SIZE;

    private PlainLine() {}

    /** @return false when {@link JsonCheck} must look: it may be JSON or not */
    static boolean is(byte[] in) {
        try {
            return end(in) == in.length;
        } catch (Misfit | ArrayIndexOutOfBoundsException other) {
            return false;
        }
    }

    private static int end(byte[] in) {
        int at = 0;
        int depth = 0;
        long objects = 0; // the lowest bit tells whether the innermost that is open is an object
        while (true) {
            byte first = in[at];
            boolean object = first == '{';
            if ((object || first == '[') && in[at + 1] != closing(object)) {
                if (++depth > MAX_DEPTH) {
                    throw Misfit.VALUE;
                }
                objects = objects << 1 | (object ? 1 : 0);
                at = object ? key(in, at + 1) : at + 1;
                continue;
            }
            at = object || first == '[' ? at + 2 : scalar(in, at, first);
            while (depth > 0 && in[at] != ',') {
                if (in[at] != closing((objects & 1) != 0)) {
                    throw Misfit.VALUE;
                }
                objects >>>= 1;
                depth--;
                at++;
            }
            if (depth == 0) {
                return at;
            }
            at = afterSpace(in, at + 1);
            at = (objects & 1) != 0 ? key(in, at) : at;
        }
    }

    private static char closing(boolean object) {
        return object ? '}' : ']';
    }

    private static int afterSpace(byte[] in, int at) {
        return in[at] == ' ' ? at + 1 : at;
    }

    private static int key(byte[] in, int at) {
        if (in[at] != '"') {
            throw Misfit.VALUE;
        }
        int end = string(in, at + 1);
        if (in[end] != ':') {
            throw Misfit.VALUE;
        }
        return afterSpace(in, end + 1);
    }

    private static int scalar(byte[] in, int at, byte first) {
        return switch (first) {
            case '"' -> string(in, at + 1);
            case 't' -> JsonText.literal(in, at, "true");
            case 'f' -> JsonText.literal(in, at, "false");
            case 'n' -> JsonText.literal(in, at, "null");
            default -> JsonText.numberEnd(in, at);
        };
    }

    /** The end of a string, after its closing quote. */
    private static int string(byte[] in, int start) {
        int end = JsonText.stringEnd(in, start);
        while (end < 0) {
            end = JsonText.stringEnd(in, afterEscape(in, ~end));
        }
        return end + 1;
    }

    private static int afterEscape(byte[] in, int backslash) {
        byte kind = in[backslash + 1];
        if (kind != 'u') {
            if ("\"\\/bfnrt".indexOf(kind) < 0) {
                throw Misfit.VALUE;
            }
            return backslash + 2;
        }
        for (int digit = backslash + 2; digit < backslash + 6; digit++) {
            if (Character.digit(in[digit], 16) < 0) {
                throw Misfit.VALUE;
            }
        }
        return backslash + 6;
    }
}
