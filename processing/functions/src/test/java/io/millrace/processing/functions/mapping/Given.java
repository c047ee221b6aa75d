package io.millrace.processing.functions.mapping;

import io.millrace.api.feed.Batch;
import io.millrace.api.feed.ConsumedRecord;
import io.millrace.api.feed.Header;
import io.millrace.api.feed.Lane;
import io.millrace.api.feed.Partition;
import io.millrace.node.settings.Bound;
import io.millrace.node.settings.Documents;
import io.millrace.node.settings.References;
import io.millrace.node.settings.SettingsBinder;
import io.millrace.testkit.sinks.TestBatch;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** What tests of mappings start from: settings, records and batches without a node. */
final class Given {

    static final EventSource MSK = new EventSource(
            "aws:kafka",
            "arn:aws:kafka:us-east-1:123456789012:cluster/demo/751d2973-a626-431c-9d4e-d7975eb44dd7-2",
            "b-1:9092,b-2:9092");

    private Given() {}

    /** Settings as the node binds them; {@code topics} is {@code [quakes]} unless they say otherwise. */
    static MappingSettings settings(String yaml) {
        Bound<MappingSettings> bound = bind(yaml);
        if (!bound.problems().isEmpty()) {
            throw new IllegalArgumentException(bound.problems().toString());
        }
        return bound.settings();
    }

    static Bound<MappingSettings> bind(String yaml) {
        String source = yaml.contains("topics:") ? yaml : "topics: [quakes]\n" + yaml;
        return new SettingsBinder(new References(Map.of(), Map.of(), References.Artifacts.NONE), null)
                .bind(
                        Documents.read(source, "mapping.yaml").documents().get(0),
                        Set.of(),
                        binding -> binding.bind(MappingSettings.class));
    }

    /** A record of {@code quakes}, written at {@code offset} seconds after the epoch. */
    static Read record(int partition, long offset, String key, String value) {
        return new Read("quakes", partition, offset, offset * 1000, false, bytes(key), bytes(value), List.of());
    }

    /** Records of one partition with values {@code v<offset>}. */
    static Batch batch(int partition, long from, int count) {
        return batch(IntStream.range(0, count)
                .mapToObj(i -> record(partition, from + i, "k", "v" + (from + i)))
                .toArray(Read[]::new));
    }

    /** Records of one partition. */
    static Batch batch(Read... records) {
        Read last = records[records.length - 1];
        Partition partition = new Partition(last.topic(), last.partition());
        return new TestBatch(new Placed(partition), List.<ConsumedRecord>of(records), last.offset() + 1);
    }

    static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    /** A file beside the tests, without the end of its last line. */
    static String golden(String name) {
        try (InputStream file = Given.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Read(
            String topic,
            int partition,
            long offset,
            long timestampMs,
            boolean logAppendTime,
            byte[] key,
            byte[] value,
            List<Header> headers)
            implements ConsumedRecord {

        Read with(Header... all) {
            return new Read(topic, partition, offset, timestampMs, logAppendTime, key, value, List.of(all));
        }

        Read at(long timestamp, boolean append) {
            return new Read(topic, partition, offset, timestamp, append, key, value, headers);
        }
    }

    /** A lane that is only asked where it is. */
    private record Placed(Partition partition) implements Lane {
        @Override
        public String topicId() {
            return "id";
        }

        @Override
        public long committed() {
            return -1;
        }

        @Override
        public long rejectedFrom() {
            return Long.MAX_VALUE;
        }

        @Override
        public void durable(long nextOffset) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void reopen(Throwable cause) {
            throw new UnsupportedOperationException();
        }
    }
}
