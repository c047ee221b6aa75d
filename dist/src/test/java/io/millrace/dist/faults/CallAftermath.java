package io.millrace.dist.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a kill left behind of a function, which tells at what moment it came.
 *
 * @param running processes of Java that it had just before the kill
 * @param calls as they were when the kill came
 * @param handled as they were when the node was dead
 * @param group as the broker knows it from before the kill
 * @param killed when
 * @param rebalancing when the broker said last, before the kill, that the group is between two assignments; or {@link Instant#MAX}
 */
record CallAftermath(
        Set<Long> running, Calls calls, Calls handled, GroupLog group, Instant killed, Instant rebalancing) {

    private static final Duration A_MOMENT = Duration.ofMillis(200);

    /** What the kill interrupted. */
    Set<CallWindow> windows() {
        Set<CallWindow> windows = EnumSet.noneOf(CallWindow.class);
        if (!calls.loaded().containsAll(running)) {
            windows.add(CallWindow.CHILD_STARTING);
        }
        if (running.stream().anyMatch(calls.busy()::contains)) {
            windows.add(CallWindow.IN_FLIGHT);
        }
        group.commits().forEach((partition, commit) -> {
            if (calls.end(partition) > commit.offset()) {
                windows.add(CallWindow.NOT_COMMITTED);
            } else if (commit.at().isAfter(killed.minus(A_MOMENT))) {
                windows.add(CallWindow.COMMITTED);
            }
        });
        if (!rebalancing.equals(Instant.MAX) && group.assigned().isBefore(rebalancing)) {
            windows.add(CallWindow.REBALANCING);
        }
        return windows;
    }
}
