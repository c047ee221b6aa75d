package io.millrace.sinks.formats.registry;

import io.millrace.api.feed.DeliveryException;
import java.nio.ByteBuffer;

/** What stands before values that were written with a registry: a zero byte and the number of their schema. */
public final class Header {

    public static final int BYTES = 1 + Integer.BYTES;

    private Header() {}

    /** @throws DeliveryException that rejects a value without a header */
    public static void check(byte[] value) {
        if (value.length < BYTES) {
            throw DeliveryException.rejected(
                    "the value has " + value.length + " bytes, too few for one that was written with a schema registry",
                    null);
        }
        if (value[0] != 0) {
            throw DeliveryException.rejected(
                    "the value was not written with a schema registry: its first byte is " + (value[0] & 0xFF)
                            + " and not 0",
                    null);
        }
    }

    /** The schema's number. */
    static int number(byte[] value) {
        return ByteBuffer.wrap(value).getInt(1);
    }
}
