package io.millrace.processing.functions.mapping;

import static io.millrace.processing.functions.mapping.JsonBytes.ascii;

import io.millrace.api.feed.Batch;
import io.millrace.api.feed.ConsumedRecord;
import io.millrace.api.feed.Header;
import io.millrace.api.feed.Partition;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes records as the event that Lambda hands to a function. One thread.
 *
 * <p>Source: Lambda's developer guide, Amazon MSK and self-managed Apache Kafka event sources. Bytes of headers are signed; a key or
 * value that is null is left out.
 */
final class EventEncoder {

    /** Most bytes of an event: Lambda's quota for the payload of an invocation. */
    static final int LIMIT = 6 << 20;

    private static final byte[] KEY = ascii(",\"key\":");
    private static final byte[] VALUE = ascii(",\"value\":");
    private static final byte[] TIMESTAMP = ascii(",\"timestamp\":");
    private static final byte[] CREATED = ascii(",\"timestampType\":\"CREATE_TIME\"");
    private static final byte[] APPENDED = ascii(",\"timestampType\":\"LOG_APPEND_TIME\"");
    private static final byte[] HEADERS = ascii(",\"headers\":[");
    private static final byte[] END_OF_RECORD = ascii("]}");
    private static final byte[] NEXT_LIST = ascii("],");
    private static final byte[] FIRST_HEADER = ascii("{");
    private static final byte[] NEXT_HEADER = ascii(",{");
    private static final byte[] END = ascii("]}}");
    private static final byte[] END_OF_NOTHING = ascii("}}");
    private static final byte[] NOTHING = {};

    private final byte[] start;
    private final Map<Partition, Opening> openings = new HashMap<>();
    private final JsonBytes json = new JsonBytes();
    private Opening current;

    /**
     * What does not change among the records of a partition.
     *
     * @param list {@code "topic-0":[}
     * @param record the beginning of each record, up to its offset
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Opening(String topic, int partition, byte[] list, byte[] record) {

        static Opening of(ConsumedRecord record) {
            String topic = record.topic();
            int number = record.partition();
            return new Opening(
                    topic,
                    number,
                    ascii("\"" + topic + "-" + number + "\":["),
                    ascii("{\"topic\":\"" + topic + "\",\"partition\":" + number + ",\"offset\":"));
        }

        boolean isOf(ConsumedRecord record) {
            return partition == record.partition() && topic.equals(record.topic());
        }
    }

    /**
     * An event.
     *
     * @param records how many it holds; perhaps none
     * @param expired records that are too old, left out
     * @param tooLarge records that no event can hold, left out
     */
    record Event(Buffer payload, int records, List<ConsumedRecord> expired, List<ConsumedRecord> tooLarge) {}

    EventEncoder(EventSource source) {
        json.raw(ascii("{\"eventSource\":"));
        json.string(source.name());
        if (source.arn() != null) {
            json.raw(ascii(",\"eventSourceArn\":"));
            json.string(source.arn());
        }
        json.raw(ascii(",\"bootstrapServers\":"));
        json.string(source.bootstrapServers());
        json.raw(ascii(",\"records\":{"));
        start = json.take().getBytes();
    }

    /**
     * Writes an event of all records that are neither too old nor too large.
     *
     * @param oldest records with an earlier timestamp, in milliseconds since the epoch, are too old
     * @return empty when they are too many for one event
     */
    Optional<Event> encode(List<Batch> batches, long oldest) {
        int records = 0;
        List<ConsumedRecord> expired = new ArrayList<>(0);
        List<ConsumedRecord> tooLarge = new ArrayList<>(0);
        begin();
        for (Batch batch : batches) {
            for (ConsumedRecord record : batch) {
                if (record.timestampMs() >= 0 && record.timestampMs() < oldest) {
                    expired.add(record);
                    continue;
                }
                int before = json.length();
                Opening opened = current;
                add(record);
                if (json.length() + END.length > LIMIT) {
                    boolean fitsAlone = start.length + json.length() - before + END.length <= LIMIT;
                    json.cut(before);
                    current = opened;
                    if (fitsAlone) {
                        json.cut(0);
                        return Optional.empty();
                    }
                    tooLarge.add(record);
                } else {
                    records++;
                }
            }
        }
        return Optional.of(new Event(end(), records, expired, tooLarge));
    }

    /** Writes all of these records, whatever the size. Those of one partition are beside each other. */
    Buffer encode(List<ConsumedRecord> records) {
        begin();
        records.forEach(this::add);
        return end();
    }

    private void begin() {
        current = null;
        json.raw(start);
    }

    private Buffer end() {
        json.raw(current == null ? END_OF_NOTHING : END);
        return json.take();
    }

    private void add(ConsumedRecord record) {
        if (current == null || !current.isOf(record)) {
            json.raw(current == null ? NOTHING : NEXT_LIST);
            current = openings.computeIfAbsent(
                    new Partition(record.topic(), record.partition()), partition -> Opening.of(record));
            json.raw(current.list);
        } else {
            json.raw(',');
        }
        json.raw(current.record);
        json.number(record.offset());
        json.raw(TIMESTAMP);
        json.number(record.timestampMs());
        json.raw(record.logAppendTime() ? APPENDED : CREATED);
        if (record.key() != null) {
            json.raw(KEY);
            json.base64(record.key());
        }
        if (record.value() != null) {
            json.raw(VALUE);
            json.base64(record.value());
        }
        json.raw(HEADERS);
        List<Header> headers = record.headers();
        for (int i = 0; i < headers.size(); i++) {
            Header header = headers.get(i);
            json.raw(i == 0 ? FIRST_HEADER : NEXT_HEADER);
            json.string(header.name());
            json.raw(':');
            json.signed(header.value() == null ? NOTHING : header.value());
            json.raw('}');
        }
        json.raw(END_OF_RECORD);
    }
}
