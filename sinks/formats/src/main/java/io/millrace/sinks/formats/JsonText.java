package io.millrace.sinks.formats;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamReadException;
import io.millrace.api.feed.DeliveryException;
import java.io.IOException;

/** Tells bytes that are one JSON value from those that are not. Any thread. */
final class JsonText {

    /** Without limits of its own: what the broker took is not too long here. */
    static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private static final int BOM_LENGTH = 3;

    private JsonText() {}

    /**
     * Checks that the bytes are exactly one JSON value in UTF-8.
     *
     * @return true when it can be a line as it is; false when {@link #onOneLine} must make one of it
     * @throws DeliveryException that rejects the value and says why
     */
    static boolean check(byte[] value) {
        boolean broken = false;
        boolean ascii = true;
        for (byte each : value) {
            broken |= each == '\n' || each == '\r';
            ascii &= each > 0; // a zero is in no JSON text in UTF-8, but in all in UTF-16, which the parser would take
        }
        if (!ascii && !Utf8.isValid(value)) {
            throw DeliveryException.rejected("the value is not JSON: not UTF-8 text", null);
        }
        try (JsonParser parser = FACTORY.createParser(value)) {
            if (parser.nextToken() == null) {
                throw DeliveryException.rejected("the value is not JSON: it is empty", null);
            }
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw DeliveryException.rejected("the value is more than one JSON value", null);
            }
        } catch (IOException malformed) {
            throw notJson(malformed);
        }
        return !broken && !startsWithByteOrderMark(value);
    }

    /** A rejection without the parser's own words, which quote the value. */
    static DeliveryException notJson(IOException malformed) {
        String where = malformed instanceof StreamReadException located && located.getLocation() != null
                ? " at byte " + located.getLocation().getByteOffset()
                : "";
        return DeliveryException.rejected("the value is not JSON: malformed" + where, null);
    }

    /**
     * Copies a checked value without its line breaks and what indents the lines. In JSON a line break is never inside a string, so
     * it and the blanks after it mean nothing.
     *
     * @param line at least as long as the value
     * @return the number of bytes in {@code line}
     */
    static int onOneLine(byte[] value, byte[] line) {
        int length = 0;
        boolean indenting = false;
        for (int i = startsWithByteOrderMark(value) ? BOM_LENGTH : 0; i < value.length; i++) {
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

    private static boolean startsWithByteOrderMark(byte[] value) {
        return value.length >= BOM_LENGTH
                && value[0] == (byte) 0xEF
                && value[1] == (byte) 0xBB
                && value[2] == (byte) 0xBF;
    }
}
