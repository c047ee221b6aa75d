package io.millrace.dist.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** Kills a node at a moment of a sink's flush, or of its group. One kill each; closed when the node is back. */
final class Marksman implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LOOK = Duration.ofMillis(2);

    private final RealNode node;
    private final Pipeline pipeline;
    private final LoaderProcess loader;
    private final RandomGenerator random;
    private final Map<Sink, Map<Integer, SinkDisk.Flush>> flushes = new LinkedHashMap<>();
    private Sink target;
    private Disturbance disturbance;
    private Instant rebalancing = Instant.MAX;
    private Instant killed;
    private Instant dead;

    Marksman(RealNode node, Pipeline pipeline, LoaderProcess loader, RandomGenerator random) {
        this.node = node;
        this.pipeline = pipeline;
        this.loader = loader;
        this.random = random;
    }

    /** Waits for the moment of one sink; the node, and so all of them, is dead afterwards. */
    void kill(Aim aim, Sink sink) throws Exception {
        target = sink;
        SinkDisk disk = new SinkDisk(sink);
        switch (aim) {
            case OPEN_OUTPUT -> killAtOpenOutput(disk);
            case NEW_INTENT -> killAtFile(disk::intentFolders, StandardWatchEventKinds.ENTRY_CREATE, newIntent());
            case FIRST_FILE -> killAtFirstFile();
            case COMMIT ->
                killAtFile(
                        () -> node.offsetFolders(sink.group()),
                        StandardWatchEventKinds.ENTRY_MODIFY,
                        name -> name.endsWith(".log"));
            case REBALANCE -> killAtRebalance();
        }
        for (Sink each : pipeline.sinks()) {
            flushes.put(each, new SinkDisk(each).flushes());
        }
    }

    private void shoot() throws InterruptedException {
        killed = RealNode.now();
        node.kill();
        dead = RealNode.now();
    }

    private void killAtOpenOutput(SinkDisk disk) throws InterruptedException {
        loader.awaitMore(random.nextInt(10_000));
        await().atMost(PATIENCE)
                .pollInterval(LOOK)
                .ignoreExceptions() // what is looked at goes away
                .until(() -> disk.flushes().values().stream().anyMatch(SinkDisk.Flush::open));
        shoot();
    }

    /** Files become visible one within microseconds of the other, so this looks without a pause. */
    private void killAtFirstFile() throws Exception {
        List<Path> folders = await().atMost(PATIENCE)
                .until(() -> SinkDisk.children(target.topicFolder()), found -> found.size() == Loader.FOLDERS);
        List<FileTime> before = times(folders);
        long begun = System.nanoTime();
        while (times(folders).equals(before)) {
            assertThat(System.nanoTime() - begun).isLessThan(PATIENCE.toNanos());
        }
        shoot();
    }

    private static List<FileTime> times(List<Path> folders) throws IOException {
        List<FileTime> times = new ArrayList<>();
        for (Path folder : folders) {
            times.add(Files.getLastModifiedTime(folder));
        }
        return times;
    }

    private void killAtFile(Callable<List<Path>> folders, WatchEvent.Kind<Path> kind, Predicate<String> name)
            throws IOException, InterruptedException {
        List<Path> there = await().atMost(PATIENCE).until(folders, found -> !found.isEmpty());
        try (FolderWatch watch = new FolderWatch(there, kind)) {
            watch.await(name);
            shoot();
        }
    }

    /** The intent itself; or what becomes one in a few milliseconds, which a slow kill needs. */
    private Predicate<String> newIntent() {
        return random.nextBoolean() ? name -> name.matches("\\d+") : name -> !name.endsWith(".published");
    }

    /** While a stranger joins, or leaves. */
    private void killAtRebalance() throws Exception {
        disturbance = new Disturbance(node, target.group(), loader, random);
        rebalancing = disturbance.awaitRebalance();
        shoot();
    }

    /** @param bootstrapServers of the node that is back */
    Map<Sink, Aftermath> aftermath(String bootstrapServers) {
        Map<String, GroupLog> groups = GroupLog.read(
                bootstrapServers, pipeline.sinks().stream().map(Sink::group).toList(), dead);
        Map<Sink, Aftermath> aftermath = new LinkedHashMap<>();
        flushes.forEach((sink, left) -> aftermath.put(
                sink,
                new Aftermath(
                        left, groups.get(sink.group()), killed, sink.equals(target) ? rebalancing : Instant.MAX)));
        return aftermath;
    }

    @Override
    public void close() {
        if (disturbance != null) {
            disturbance.close();
        }
    }
}
