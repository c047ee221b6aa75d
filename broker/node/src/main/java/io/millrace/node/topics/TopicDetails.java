package io.millrace.node.topics;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A topic with its partitions as they are now.
 *
 * @param id changes when the topic is deleted and made again
 * @param partitions by number
 */
public record TopicDetails(String name, String id, int replicationFactor, List<PartitionDetails> partitions) {

    /** Sum over partitions of end minus start: an upper bound, since compaction and transaction markers leave gaps. */
    public long records() {
        return partitions.stream().mapToLong(each -> each.end() - each.start()).sum();
    }

    /** Sum over partitions; empty when the broker does not tell. */
    public OptionalLong bytes() {
        return partitions.stream().allMatch(each -> each.bytes().isPresent())
                ? OptionalLong.of(partitions.stream()
                        .mapToLong(each -> each.bytes().getAsLong())
                        .sum())
                : OptionalLong.empty();
    }

    /**
     * A partition.
     *
     * @param leader broker id; empty when there is none now, then {@code start} and {@code end} are 0
     * @param replicas broker ids
     * @param inSync broker ids
     * @param start first offset there is
     * @param end offset after the last record
     * @param bytes on the leader's disk; empty when the broker does not tell
     */
    public record PartitionDetails(
            int number,
            OptionalInt leader,
            List<Integer> replicas,
            List<Integer> inSync,
            long start,
            long end,
            OptionalLong bytes) {}
}
