package io.millrace.sinks.formats.json;

import java.nio.charset.StandardCharsets;

/** A field's name as it mostly stands in JSON text: quoted, without escapes, a colon right behind. */
final class FieldName {

    private final byte[] pattern;
    private final long head; // the first eight bytes, or as many as there are
    private final long headMask;

    FieldName(String name) {
        pattern = ('"' + name + "\":").getBytes(StandardCharsets.UTF_8);
        long word = 0;
        for (int i = 0; i < Math.min(pattern.length, Long.BYTES); i++) {
            word |= (pattern[i] & 0xFFL) << (8 * i);
        }
        head = word;
        headMask = pattern.length >= Long.BYTES ? -1L : (1L << (8 * pattern.length)) - 1;
    }

    /**
     * A name that needs escapes never stands in JSON as it is here.
     *
     * @return the position after the colon; -1 when it does not stand there
     */
    int after(byte[] in, int at) {
        int end = at + pattern.length;
        if (at + Long.BYTES > in.length || end > in.length) {
            return -1;
        }
        if ((((long) JsonText.EIGHT.get(in, at) ^ head) & headMask) != 0) {
            return -1;
        }
        int i = Long.BYTES;
        for (; i + Long.BYTES <= pattern.length; i += Long.BYTES) {
            if ((long) JsonText.EIGHT.get(in, at + i) != (long) JsonText.EIGHT.get(pattern, i)) {
                return -1;
            }
        }
        for (; i < pattern.length; i++) {
            if (in[at + i] != pattern[i]) {
                return -1;
            }
        }
        return end;
    }
}
