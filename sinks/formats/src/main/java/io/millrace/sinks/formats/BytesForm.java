package io.millrace.sinks.formats;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.millrace.api.feed.DeliveryException;
import io.millrace.sinks.formats.row.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What the bytes of a key or of a value are, and how JSON tells them. */
public enum BytesForm {
    /** A JSON value, told as it is. */
    JSON {
        @Override
        byte[] told(byte[] bytes) {
            return bytes;
        }
    },
    /** A text in UTF-8. */
    TEXT {
        @Override
        byte[] told(byte[] bytes) {
            if (!Utf8.isText(bytes, 0, bytes.length)) {
                throw DeliveryException.rejected("the bytes are no text in UTF-8, which StringConverter reads", null);
            }
            return quoted(new String(bytes, StandardCharsets.UTF_8));
        }
    },
    /** Any bytes, told as a text in Base64. */
    BASE64 {
        @Override
        byte[] told(byte[] bytes) {
            return quoted(Base64.getEncoder().encodeToString(bytes));
        }
    };

    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    /** As JSON; null is null. */
    final byte[] json(byte[] bytes) {
        return bytes == null ? NULL : told(bytes);
    }

    abstract byte[] told(byte[] bytes);

    static byte[] quoted(String text) {
        byte[] escaped = JsonStringEncoder.getInstance().quoteAsUTF8(text);
        byte[] quoted = new byte[escaped.length + 2];
        quoted[0] = '"';
        System.arraycopy(escaped, 0, quoted, 1, escaped.length);
        quoted[escaped.length + 1] = '"';
        return quoted;
    }
}
