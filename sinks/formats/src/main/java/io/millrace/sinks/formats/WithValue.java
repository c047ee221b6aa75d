package io.millrace.sinks.formats;

import io.millrace.api.feed.ConsumedRecord;
import io.millrace.api.feed.Header;
import java.util.List;

/** A record with another value. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record WithValue(ConsumedRecord record, byte[] value) implements ConsumedRecord {

    @Override
    public String topic() {
        return record.topic();
    }

    @Override
    public int partition() {
        return record.partition();
    }

    @Override
    public long offset() {
        return record.offset();
    }

    @Override
    public long timestampMs() {
        return record.timestampMs();
    }

    @Override
    public boolean logAppendTime() {
        return record.logAppendTime();
    }

    @Override
    public byte[] key() {
        return record.key();
    }

    @Override
    public List<Header> headers() {
        return record.headers();
    }
}
