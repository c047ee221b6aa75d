package io.millrace.sinks.formats.row;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Texts are bytes all the way; one that is none would spoil its file for readers. */
public final class Utf8 {

    private Utf8() {}

    /** True when the bytes are a text in UTF-8. */
    public static boolean isText(byte[] bytes, int start, int length) {
        for (int at = start; at < start + length; at++) {
            if (bytes[at] < 0) {
                return decodes(bytes, at, start + length - at);
            }
        }
        return true;
    }

    private static boolean decodes(byte[] bytes, int start, int length) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, length));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }
}
