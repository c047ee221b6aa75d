package io.millrace.node.feed;

import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Takes keys and values as they are, and remembers whether any record had headers: here they are at hand, while to ask each record
 * for them later, when most have none, is most of what counting its size costs. Poll thread.
 */
final class HeaderWatch extends ByteArrayDeserializer {

    private boolean seen;

    @Override
    public byte[] deserialize(String topic, Headers headers, ByteBuffer data) {
        if (!seen) {
            seen = headers.toArray().length > 0; // no garbage when there are none, unlike the iterator
        }
        return super.deserialize(topic, headers, data);
    }

    /** False when no record with a key or a value had headers until now. */
    boolean seen() {
        return seen;
    }
}
