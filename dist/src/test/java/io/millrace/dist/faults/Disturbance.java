package io.millrace.dist.faults;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.awaitility.core.ConditionTimeoutException;

/** A stranger that comes to a group and goes, so that there are moments between two assignments. One thread. */
final class Disturbance implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LOOK = Duration.ofMillis(2);
    private static final int REBALANCES = 5;
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(15);

    private final RealNode node;
    private final String name;
    private final LoaderProcess loader;
    private final RandomGenerator random;
    private final Group group;
    private Intruder intruder;

    /** Comes. */
    Disturbance(RealNode node, String group, LoaderProcess loader, RandomGenerator random) {
        this.node = node;
        this.name = group;
        this.loader = loader;
        this.random = random;
        this.group = new Group(node.bootstrapServers(), group);
        this.intruder = new Intruder(node.bootstrapServers(), group);
    }

    /**
     * Waits for such a moment; when that was over too soon, for the next.
     *
     * @return when the broker said last that it is now; {@link Instant#MAX} when all were over too soon
     */
    Instant awaitRebalance() throws Exception {
        boolean there = true;
        if (random.nextBoolean()) {
            there = comeOrGo(there);
        }
        for (int tries = 0; tries < REBALANCES; tries++) {
            if (tries > 0) {
                there = comeOrGo(there);
            }
            if (isSeenRebalancing()) {
                loader.awaitMore(random.nextInt(500));
                Instant asked = RealNode.now();
                if (group.isRebalancing()) {
                    return asked;
                }
            }
        }
        return Instant.MAX;
    }

    /** It takes less than a second, in which a busy machine may not look. */
    private boolean isSeenRebalancing() {
        try {
            await().atMost(SEEN_WITHIN).pollInterval(LOOK).until(group::isRebalancing);
            return true;
        } catch (ConditionTimeoutException over) {
            return false;
        }
    }

    /** @return whether the stranger is in the group now, or on its way */
    private boolean comeOrGo(boolean there) {
        if (there) {
            await().atMost(PATIENCE).until(intruder::isAssigned);
            intruder.leave();
        } else {
            intruder.close();
            intruder = new Intruder(node.bootstrapServers(), name);
        }
        return !there;
    }

    /** A stranger outlives the node that it joined, and leaves the next one. */
    @Override
    public void close() {
        intruder.close();
        group.close();
    }
}
