package io.millrace.dist.faults;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.GroupState;

/** A consumer group, asked directly of the broker. Blocks until the broker answers. */
final class Group implements AutoCloseable {

    private final Admin admin;
    private final String name;

    Group(String bootstrapServers, String name) {
        this.name = name;
        admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    /** True while it is between two assignments. */
    boolean isRebalancing() throws ExecutionException, InterruptedException {
        return Set.of(GroupState.PREPARING_REBALANCE, GroupState.COMPLETING_REBALANCE)
                .contains(admin.describeConsumerGroups(Set.of(name))
                        .describedGroups()
                        .get(name)
                        .get()
                        .groupState());
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
