package io.millrace.dist.faults;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.GroupState;

/** The sink's consumer group, asked directly of the broker. Blocks until the broker answers. */
final class Group implements AutoCloseable {

    private static final String PATIENCE_MS = "240000";

    private final Admin admin;

    Group(String bootstrapServers) {
        admin = Admin.create(Map.of(
                "bootstrap.servers", bootstrapServers,
                "reconnect.backoff.max.ms", "100",
                "default.api.timeout.ms", PATIENCE_MS));
    }

    /** Next offset by partition. */
    Map<Integer, Long> committed() throws ExecutionException, InterruptedException {
        Map<Integer, Long> offsets = new HashMap<>();
        admin.listConsumerGroupOffsets(Pipeline.GROUP)
                .partitionsToOffsetAndMetadata()
                .get()
                .forEach((partition, offset) -> offsets.put(partition.partition(), offset.offset()));
        return offsets;
    }

    boolean isRebalancing() throws ExecutionException, InterruptedException {
        return Set.of(GroupState.PREPARING_REBALANCE, GroupState.COMPLETING_REBALANCE)
                .contains(admin.describeConsumerGroups(Set.of(Pipeline.GROUP))
                        .describedGroups()
                        .get(Pipeline.GROUP)
                        .get()
                        .groupState());
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
