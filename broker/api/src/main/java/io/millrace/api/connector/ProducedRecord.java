package io.millrace.api.connector;

import io.millrace.api.feed.Header;
import java.util.List;

/**
 * A record to be written to a topic.
 *
 * @param topic the topic's name
 * @param partition null to let the key decide
 * @param timestampMs milliseconds since the epoch; null for now
 * @param key may be null
 * @param value null for a tombstone
 * @param headers may be empty
 */
@SuppressWarnings("ArrayRecordComponent") // bytes as the producer takes them; never compared
public record ProducedRecord(
        String topic, Integer partition, Long timestampMs, byte[] key, byte[] value, List<Header> headers) {

    public ProducedRecord {
        headers = List.copyOf(headers);
    }

    /** Bytes of key and value. */
    public long bytes() {
        return (key == null ? 0L : key.length) + (value == null ? 0L : value.length);
    }
}
