package io.millrace.dist.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Kills a node at a moment of a function's calls, or of its group. One kill each; closed when the node is back. */
final class CallMarksman implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LOOK = Duration.ofMillis(2);
    /** Of processor time: it takes a little longer until the handler is loaded. */
    private static final int LONGEST_START_MS = 100;

    /** What children have to be gone within, once their node is. */
    private static final Duration CHILDREN_GONE = Duration.ofSeconds(5);

    private final RealNode node;
    private final Path folder;
    private final String group;
    private final LoaderProcess loader;
    private final RandomGenerator random;
    private Disturbance disturbance;
    private Instant rebalancing = Instant.MAX;
    private Set<Long> running;
    private Instant killed;
    private Instant dead;
    private Duration childrenGone;

    /**
     * @param folder that the function writes to
     * @param group of its mapping
     */
    CallMarksman(RealNode node, Path folder, String group, LoaderProcess loader, RandomGenerator random) {
        this.node = node;
        this.folder = folder;
        this.group = group;
        this.loader = loader;
        this.random = random;
    }

    /** Waits for the moment; the node and its children are gone afterwards. */
    void kill(CallAim aim) throws Exception {
        awaitLine("done"); // the node is back at work
        loader.awaitMore(random.nextInt(500));
        switch (aim) {
            case NEW_CHILD -> killAtNewChild();
            case CALL -> {
                awaitLine("called");
                shoot();
            }
            case ANSWER -> {
                awaitLine("done");
                shoot();
            }
            case COMMIT -> killAtCommit();
            case REBALANCE -> {
                disturbance = new Disturbance(node, group, loader, random);
                rebalancing = disturbance.awaitRebalance();
                shoot();
            }
        }
    }

    /** Those that there are die first, so that one is started in their stead. */
    private void killAtNewChild() throws InterruptedException {
        await().atMost(PATIENCE).until(() -> handlers().stream().anyMatch(this::isLoaded));
        List<ProcessHandle> before = handlers();
        before.stream().filter(this::isLoaded).forEach(ProcessHandle::destroyForcibly);
        Duration progress = Duration.ofMillis(random.nextInt(LONGEST_START_MS));
        await().atMost(PATIENCE)
                .pollInterval(LOOK)
                .until(() -> handlers().stream()
                        .filter(handler -> !before.contains(handler))
                        .anyMatch(handler -> isLoaded(handler) || hasUsed(handler, progress)));
        shoot();
    }

    private static boolean hasUsed(ProcessHandle process, Duration time) {
        return process.info()
                .totalCpuDuration()
                .filter(used -> used.compareTo(time) >= 0)
                .isPresent();
    }

    /** Waits until the function writes one that begins so. */
    private void awaitLine(String first) throws IOException, InterruptedException {
        try (FolderWatch watch = new FolderWatch(List.of(folder), StandardWatchEventKinds.ENTRY_MODIFY)) {
            watch.await(name -> lastLine(name).startsWith(first));
        }
    }

    private void killAtCommit() throws IOException, InterruptedException {
        try (FolderWatch watch = new FolderWatch(node.offsetFolders(group), StandardWatchEventKinds.ENTRY_MODIFY)) {
            watch.await(name -> name.endsWith(".log"));
            shoot();
        }
    }

    private String lastLine(String file) {
        try {
            return Calls.lastLine(folder.resolve(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private List<ProcessHandle> handlers() {
        return node.children().stream()
                .filter(child -> child.info().command().orElse("").endsWith("java"))
                .toList();
    }

    private boolean isLoaded(ProcessHandle handler) {
        return folder.resolve(Long.toString(handler.pid())).toFile().exists();
    }

    private void shoot() throws InterruptedException {
        running = handlers().stream().map(ProcessHandle::pid).collect(Collectors.toSet());
        killed = RealNode.now();
        node.kill();
        dead = RealNode.now();
        await("the children of a killed node end")
                .atMost(CHILDREN_GONE)
                .pollInterval(LOOK)
                .untilAsserted(() -> assertThat(node.children()).isEmpty());
        childrenGone = Duration.between(dead, RealNode.now());
    }

    /** From the end of the node to the end of its last child. */
    Duration childrenGone() {
        return childrenGone;
    }

    /** @param bootstrapServers of the node that is back */
    CallAftermath aftermath(String bootstrapServers) throws IOException {
        GroupLog log = GroupLog.read(bootstrapServers, List.of(group), dead).get(group);
        return new CallAftermath(
                running, Calls.read(folder, killed), Calls.read(folder, dead), log, killed, rebalancing);
    }

    @Override
    public void close() {
        if (disturbance != null) {
            disturbance.close();
        }
    }
}
