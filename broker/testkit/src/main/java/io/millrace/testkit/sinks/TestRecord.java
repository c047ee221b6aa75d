package io.millrace.testkit.sinks;

import io.millrace.api.feed.ConsumedRecord;
import io.millrace.api.feed.Header;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A record without a broker. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TestRecord(String topic, int partition, long offset, long timestampMs, byte[] key, byte[] value)
        implements ConsumedRecord {

    /** A record of topic {@code t}, partition 0, offset 0, at the epoch, without a key. */
    public static TestRecord of(String value) {
        return new TestRecord("t", 0, 0, 0, null, value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean logAppendTime() {
        return false;
    }

    @Override
    public List<Header> headers() {
        return List.of();
    }
}
