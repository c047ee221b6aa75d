package io.millrace.sinks.formats;

/** Tells well-formed UTF-8; the JSON parser looks only at the form of strings that nobody reads. */
final class Utf8 {

    private Utf8() {}

    /**
     * True when the bytes are well-formed and hold no zero character.
     *
     * <p>Source: The Unicode Standard, table 3-7 (well-formed UTF-8 byte sequences).
     */
    static boolean isValid(byte[] bytes) {
        int at = 0;
        while (at < bytes.length) {
            int lead = bytes[at++];
            if (lead > 0) {
                continue;
            }
            lead &= 0xFF;
            if (lead < 0xC2 || lead > 0xF4) {
                return false;
            }
            int following = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
            if (at + following > bytes.length) {
                return false;
            }
            int second = bytes[at] & 0xFF;
            // Overlong forms, surrogates and what is past the last code point show in the second byte.
            int least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
            int most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
            if (second < least || second > most) {
                return false;
            }
            for (int i = 1; i < following; i++) {
                if ((bytes[at + i] & 0xC0) != 0x80) {
                    return false;
                }
            }
            at += following;
        }
        return true;
    }
}
