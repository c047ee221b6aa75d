package io.millrace.dist.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Kills a Flink application, or the node that runs it, at a moment of its checkpoints. One kill each. */
final class JobMarksman {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LOOK = Duration.ofMillis(1);

    /** What children have to be gone within, once their node is. */
    private static final Duration CHILDREN_GONE = Duration.ofSeconds(5);

    private final RealNode node;
    private final JobFolder checkpoints;
    private final String job;
    private final LoaderProcess loader;
    private final RandomGenerator random;
    private boolean unfinished;
    private Instant dead;

    /** @param job Flink's id of the job that is killed */
    JobMarksman(RealNode node, JobFolder checkpoints, String job, LoaderProcess loader, RandomGenerator random) {
        this.node = node;
        this.checkpoints = checkpoints;
        this.job = job;
        this.loader = loader;
        this.random = random;
    }

    /**
     * Waits for the moment.
     *
     * @param whole whether the node dies, and the application with it
     */
    void kill(JobAim aim, boolean whole) throws Exception {
        loader.awaitMore(1 + random.nextInt(10_000));
        switch (aim) {
            case ANY -> {}
            case CHECKPOINT -> awaitBeginning();
            case COMPLETION -> awaitCompletion();
            case COPIED -> awaitCopies();
        }
        if (whole) {
            node.kill();
        } else {
            ProcessHandle application = application(node).orElseThrow();
            application.destroyForcibly();
            application.onExit().join();
        }
        dead = RealNode.now();
        unfinished = newest().filter(newest -> !JobFolder.isComplete(newest)).isPresent();
        if (whole) {
            await("the children of a killed node end").atMost(CHILDREN_GONE).until(node::children, List::isEmpty);
        }
    }

    private Optional<Path> newest() {
        return checkpoints.newest(job);
    }

    private void awaitBeginning() throws IOException, InterruptedException {
        Path folder = await().atMost(PATIENCE)
                .until(this::newest, Optional::isPresent)
                .orElseThrow()
                .getParent();
        try (FolderWatch watch = new FolderWatch(List.of(folder), StandardWatchEventKinds.ENTRY_CREATE)) {
            watch.await(name -> name.startsWith("chk-"));
        }
    }

    private Path awaitCompletion() throws IOException, InterruptedException {
        awaitBeginning();
        return await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(LOOK)
                .until(
                        this::newest,
                        newest -> newest.filter(JobFolder::isComplete).isPresent())
                .orElseThrow();
    }

    private void awaitCopies() throws IOException, InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", node.bootstrapServers()))) {
            Path covered;
            do {
                covered = awaitCompletion();
                long before = copied(admin);
                await().atMost(PATIENCE)
                        .pollDelay(Duration.ZERO)
                        .pollInterval(LOOK)
                        .until(() -> copied(admin) > before);
            } while (!newest().equals(Optional.of(covered)));
        }
    }

    private static long copied(Admin admin) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> ends = IntStream.range(0, Pipeline.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(JobRound.COPIES, partition))
                .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        return admin.listOffsets(ends).all().get().values().stream()
                .mapToLong(ListOffsetsResultInfo::offset)
                .sum();
    }

    /** The process that runs Flink: not the shell that watches it, nor one that makes an archive of Flink's classes, nor a store. */
    static Optional<ProcessHandle> application(RealNode node) {
        return node.children().stream()
                .filter(child -> child.info().command().orElse("").endsWith("java"))
                .filter(child -> !child.info().commandLine().orElse("").contains("-XX:ArchiveClassesAtExit"))
                .filter(child -> !child.info().commandLine().orElse("").contains("s3proxy"))
                .findFirst();
    }

    /** When what was killed was dead. */
    Instant dead() {
        return dead;
    }

    /**
     * What the kill interrupted.
     *
     * @param bootstrapServers of the node, which is back if it was killed
     */
    JobWindow window(String bootstrapServers) {
        if (unfinished) {
            return JobWindow.IN_CHECKPOINT;
        }
        Set<String> open = Transactions.open(bootstrapServers, JobRound.COPIES, dead);
        long writers = open.stream()
                .map(id -> id.substring(0, id.lastIndexOf('-'))) // a writer counts its transactions
                .distinct()
                .count();
        return open.size() > writers ? JobWindow.NOT_COMMITTED : JobWindow.BETWEEN_CHECKPOINTS;
    }
}
