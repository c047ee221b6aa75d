package io.millrace.dist.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the broker has on disk about a group, as it was at some moment of the past.
 *
 * @param commits by partition, the last one
 * @param assigned when the group finished its last rebalance
 */
record GroupLog(Map<Integer, Commit> commits, Instant assigned) {

    private static final String OFFSETS = "__consumer_offsets";

    /** Source: the schemas OffsetCommitKey and GroupMetadataKey of Kafka, whose first field is the type of the record. */
    private static final int LAST_OFFSET_TYPE = 1;

    private static final int GROUP_TYPE = 2;

    /**
     * A committed offset.
     *
     * @param at when the broker wrote it
     */
    record Commit(long offset, Instant at) {}

    /** Everything up to a moment, of these groups. */
    static Map<String, GroupLog> read(String bootstrapServers, List<String> groups, Instant until) {
        Map<String, GroupLog> logs = new HashMap<>();
        groups.forEach(group -> logs.put(group, new GroupLog(new HashMap<>(), Instant.MIN)));
        WholeTopic.read(bootstrapServers, OFFSETS, each -> {
            Instant at = Instant.ofEpochMilli(each.timestamp());
            if (!at.isAfter(until) && each.value() != null) {
                enter(logs, each.key(), each.value(), at);
            }
        });
        assertThat(logs.values())
                .as("the broker remembers the groups")
                .noneMatch(log -> log.assigned().equals(Instant.MIN));
        return logs;
    }

    private static void enter(Map<String, GroupLog> logs, ByteBuffer key, ByteBuffer value, Instant at) {
        int type = key.getShort();
        String group = type > GROUP_TYPE ? "" : string(key);
        GroupLog log = logs.get(group);
        if (log == null) {
            return;
        }
        if (type == GROUP_TYPE) {
            logs.put(group, new GroupLog(log.commits(), at));
            return;
        }
        assertThat(type).isLessThanOrEqualTo(LAST_OFFSET_TYPE);
        assertThat(string(key)).isEqualTo(Pipeline.TOPIC);
        log.commits().put(key.getInt(), new Commit(value.getLong(Short.BYTES), at));
    }

    private static String string(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.getShort()];
        buffer.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
