package io.millrace.dist.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * What a kill left behind, which tells at what moment it came.
 *
 * @param flushes on the disk of the sink, by partition
 * @param group as the broker knows it from before the kill
 * @param killed when
 * @param rebalancing when the broker said last, before the kill, that the group is between two assignments; or {@link Instant#MAX}
 */
record Aftermath(Map<Integer, SinkDisk.Flush> flushes, GroupLog group, Instant killed, Instant rebalancing) {

    private static final Duration A_MOMENT = Duration.ofMillis(200);
    private static final GroupLog.Commit NONE = new GroupLog.Commit(-1, Instant.MIN);

    /** What the kill interrupted, in any of the partitions. */
    Set<Window> windows() {
        Set<Window> windows = EnumSet.noneOf(Window.class);
        flushes.forEach((partition, flush) -> {
            GroupLog.Commit commit = group.commits().getOrDefault(partition, NONE);
            if (flush.hidden() > 0) {
                windows.add(flush.visible() > 0 ? Window.SOME_VISIBLE : Window.INTENT_WRITTEN);
            } else if (flush.end() > commit.offset()) {
                windows.add(Window.NOT_COMMITTED);
            } else if (commit.at().isAfter(killed.minus(A_MOMENT))) {
                windows.add(Window.COMMITTED);
            } else if (flush.open()) {
                windows.add(Window.OUTPUT_OPEN);
            }
        });
        // It had not ended when the broker was asked, and no end of it is on disk.
        if (!rebalancing.equals(Instant.MAX) && group.assigned().isBefore(rebalancing)) {
            windows.add(Window.REBALANCING);
        }
        return windows;
    }
}
