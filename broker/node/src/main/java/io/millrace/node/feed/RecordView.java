package io.millrace.node.feed;

import io.millrace.api.feed.ConsumedRecord;
import io.millrace.api.feed.Header;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;

/** Kafka's record as plugins see it. */
record RecordView(ConsumerRecord<byte[], byte[]> record) implements ConsumedRecord {

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
        return record.timestamp();
    }

    @Override
    public boolean logAppendTime() {
        return record.timestampType() == TimestampType.LOG_APPEND_TIME;
    }

    @Override
    public byte[] key() {
        return record.key();
    }

    @Override
    public byte[] value() {
        return record.value();
    }

    @Override
    public List<Header> headers() {
        org.apache.kafka.common.header.Header[] found = record.headers().toArray(); // no garbage when there are none
        if (found.length == 0) {
            return List.of();
        }
        List<Header> headers = new ArrayList<>(found.length);
        for (org.apache.kafka.common.header.Header header : found) {
            headers.add(new Header(header.key(), header.value()));
        }
        return headers;
    }
}
