package io.millrace.dist.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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
    private Instant rebalancing = Instant.MAX;
    private Instant killed;
    private Instant dead;
    private Map<Integer, SinkDisk.Flush> flushes;

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
                shoot();
            }
            case NEW_INTENT ->
                killAtFile(
                        () -> new SinkDisk(pipeline.store()).intentFolders(),
                        StandardWatchEventKinds.ENTRY_CREATE,
                        newIntent());
            case FIRST_FILE ->
                killAtFile(
                        () -> SinkDisk.children(pipeline.topicFolder()),
                        StandardWatchEventKinds.ENTRY_CREATE,
                        name -> name.endsWith(".json"));
            case COMMIT ->
                killAtFile(node::offsetFolders, StandardWatchEventKinds.ENTRY_MODIFY, name -> name.endsWith(".log"));
            case REBALANCE -> killAtRebalance();
        }
        flushes = new SinkDisk(pipeline.store()).flushes();
    }

    private void shoot() throws InterruptedException {
        killed = now();
        node.kill();
        dead = now();
    }

    private void awaitSomeRecords(int most) {
        loader.awaitAcknowledged(loader.acknowledged() + random.nextInt(most));
    }

    private void killAtFile(Callable<List<Path>> folders, WatchEvent.Kind<Path> kind, Predicate<String> name)
            throws IOException, InterruptedException {
        List<Path> there = await().atMost(PATIENCE).until(folders, found -> !found.isEmpty());
        try (FolderWatch watch = new FolderWatch(there, kind)) {
            watch.await(name);
            shoot();
        }
    }

    /** The intent itself; or the hidden file that becomes one in a few milliseconds, which a slow kill needs. */
    private Predicate<String> newIntent() {
        return random.nextBoolean() ? name -> name.matches("\\d+") : name -> name.startsWith(".");
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
            awaitSomeRecords(2_000);
            Instant asked = now();
            if (group.isRebalancing()) {
                rebalancing = asked;
            }
            shoot();
        }
    }

    /** As coarse as the broker's time is. */
    private static Instant now() {
        return Instant.ofEpochMilli(System.currentTimeMillis());
    }

    /** @param bootstrapServers of the node that is back */
    Aftermath aftermath(String bootstrapServers) {
        return new Aftermath(flushes, GroupLog.read(bootstrapServers, dead), killed, rebalancing);
    }

    /** A stranger outlives the node that it joined, and leaves the next one. */
    @Override
    public void close() {
        if (intruder != null) {
            intruder.close();
        }
    }
}
