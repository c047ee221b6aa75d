package io.millrace.sinks.formats.registry;

import io.millrace.api.feed.DeliveryException;
import io.millrace.sinks.formats.row.Utf8;
import java.io.IOException;

/** Makes texts of keys. */
@FunctionalInterface
public interface KeyText {

    /** Keys that are texts. */
    KeyText PLAIN = key -> {
        if (key != null && !Utf8.isText(key, 0, key.length)) {
            throw DeliveryException.rejected("the key is no text in UTF-8, which a field is", null);
        }
        return key;
    };

    /**
     * @param key null when there is none
     * @return UTF-8; null when there is no key
     * @throws DeliveryException that rejects the record, or asks to wait for the registry
     * @throws IOException never of keys whose schemas need not be kept
     */
    byte[] of(byte[] key) throws IOException;
}
