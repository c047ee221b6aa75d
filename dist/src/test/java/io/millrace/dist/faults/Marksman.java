package io.millrace.dist.faults;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** Kills a node at a moment of a flush, or of its group. One kill each; closed when the node is back. */
final class Marksman implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LOOK = Duration.ofMillis(2);

    private final RealNode node;
    private final Pipeline pipeline;
    private final LoaderProcess loader;
    private final RandomGenerator random;
    private Intruder intruder;
    private boolean rebalancing;
    private Map<Integer, Long> before = Map.of();
    private Map<Integer, Long> moved = Map.of();

    Marksman(RealNode node, Pipeline pipeline, LoaderProcess loader, RandomGenerator random) {
        this.node = node;
        this.pipeline = pipeline;
        this.loader = loader;
        this.random = random;
    }

    /** Waits for the moment; the node is dead afterwards. */
    void kill(Aim aim) throws Exception {
        switch (aim) {
            case ANY_TIME -> {
                awaitSomeRecords(20_000);
                node.kill();
            }
            case NEW_INTENT -> killAtFile(new SinkDisk(pipeline.store()).intentFolders(), name -> name.matches("\\d+"));
            case FIRST_FILE -> killAtFile(SinkDisk.children(pipeline.topicFolder()), name -> name.endsWith(".json"));
            case MOVED_OFFSET -> killAtMovedOffset();
            case REBALANCE -> killAtRebalance();
        }
    }

    private void awaitSomeRecords(int most) {
        loader.awaitAcknowledged(loader.acknowledged() + random.nextInt(most));
    }

    private void killAtFile(List<Path> folders, Predicate<String> name) throws Exception {
        try (FolderWatch watch = new FolderWatch(folders)) {
            watch.await(name);
            node.kill();
        }
    }

    private void killAtMovedOffset() throws Exception {
        try (Group group = new Group(node.bootstrapServers())) {
            before = group.committed();
            await().atMost(PATIENCE).pollInterval(LOOK).until(() -> {
                moved = group.committed();
                return !moved.equals(before);
            });
            node.kill();
        }
    }

    /** While a stranger joins, or leaves. */
    private void killAtRebalance() throws Exception {
        intruder = new Intruder(node.bootstrapServers());
        try (Group group = new Group(node.bootstrapServers())) {
            if (random.nextBoolean()) {
                await().atMost(PATIENCE).until(intruder::isAssigned);
                intruder.leave();
            }
            await().atMost(PATIENCE).pollInterval(LOOK).until(group::isRebalancing);
            awaitSomeRecords(10_000);
            rebalancing = group.isRebalancing();
            node.kill();
        }
    }

    /**
     * What the kill interrupted, in any of the partitions.
     *
     * @param flushes as the kill left them on the disk
     * @param committed offsets that the broker knows after its restart
     */
    Set<Window> windows(Map<Integer, SinkDisk.Flush> flushes, Map<Integer, Long> committed) {
        Set<Window> windows = EnumSet.noneOf(Window.class);
        flushes.forEach((partition, flush) -> {
            if (!flush.visible()) {
                windows.add(Window.INTENT_WRITTEN);
            } else if (flush.end() > committed.getOrDefault(partition, -1L)) {
                windows.add(Window.RENAMED_NOT_COMMITTED);
            } else if (!moved.getOrDefault(partition, -1L).equals(before.getOrDefault(partition, -1L))) {
                windows.add(Window.COMMITTED);
            } else if (flush.open()) {
                windows.add(Window.FILE_OPEN);
            }
        });
        if (rebalancing) {
            windows.add(Window.REBALANCING);
        }
        return windows;
    }

    /** A stranger outlives the node that it joined, and leaves the next one. */
    @Override
    public void close() {
        if (intruder != null) {
            intruder.close();
        }
    }
}
