package io.millrace.testkit.sinks;

import io.millrace.api.feed.ConsumedRecord;
import io.millrace.api.feed.Partition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A partition as the broker has it: records, what is committed, dead letters. Feeds of several members may share it. */
public final class TestPartition {

    private final Partition name;
    private final String topicId;
    private final List<ConsumedRecord> records = new ArrayList<>();
    private final Set<Long> deadLetters = new TreeSet<>();
    private long end;
    private long committed = -1;

    public TestPartition(String topic, int number, String topicId) {
        this.name = new Partition(topic, number);
        this.topicId = topicId;
    }

    /** Appends a record with a timestamp of one second per offset; answers its offset. */
    public long append(byte[] value) {
        records.add(new TestRecord(name.topic(), name.number(), end, 1_000 * end, null, value));
        return end++;
    }

    /** Appends what is no record: transaction markers, or records that were compacted away. */
    public void appendGap(int offsets) {
        end += offsets;
    }

    public Partition name() {
        return name;
    }

    public String topicId() {
        return topicId;
    }

    /** The offset after the last. */
    public long end() {
        return end;
    }

    /** The group's committed offset; -1 for none. */
    public long committed() {
        return committed;
    }

    /** What {@code kafka-consumer-groups --reset-offsets} does. */
    public void commit(long offset) {
        committed = offset;
    }

    /** Offsets that have a dead letter. */
    public Set<Long> deadLetters() {
        return deadLetters;
    }

    List<ConsumedRecord> read(long from, int most) {
        return records.stream()
                .filter(each -> each.offset() >= from)
                .limit(most)
                .toList();
    }
}
