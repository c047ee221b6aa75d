package io.millrace.dist.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cli.api.DeploymentId;
import io.millrace.cli.definitions.Submitter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * A Flink job that copies a topic, whose process is killed, and whose node is, again and again, each time at another moment; in the
 * end the copies are counted as anybody reads them who waits for commits.
 */
final class JobRound {

    private static final String NAME = "copy";

    /** The topic that the job writes, and how the transactional ids of its writers begin. */
    static final String COPIES = "copies";

    private static final DeploymentId ID = new DeploymentId("FlinkJob", NAME);
    private static final int RECORDS_PER_SECOND = 10_000;
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Path folder;
    private final JobFolder checkpoints;
    private final long seed;
    private final long records;
    private final List<String> configuration;
    private final Map<String, Integer> windows = new TreeMap<>();
    private Duration slowestRecovery = Duration.ZERO;

    /** A kill of the application, or of the node. */
    record Kill(JobAim aim, boolean whole) {}

    /**
     * @param folder empty
     * @param seed of the moments of kills
     * @param records to be acknowledged, at least
     * @param configuration further lines of the job's {@code flinkConfiguration}
     */
    JobRound(Path folder, long seed, long records, String... configuration) {
        this.folder = folder;
        this.checkpoints = new JobFolder(folder.resolve("data"));
        this.seed = seed;
        this.records = records;
        this.configuration = List.of(configuration);
    }

    /**
     * What a round came to.
     *
     * @param windows how often each was hit, of the application and of the node
     * @param slowestRecovery from a kill to the next checkpoint that is complete
     */
    record Report(long seed, Ledger ledger, Map<String, Integer> windows, Duration slowestRecovery, Duration took) {

        @Override
        public String toString() {
            return "seed " + seed + ", " + took.toSeconds() + " s: " + ledger.acknowledged() + " records acknowledged, "
                    + (ledger.differences().isEmpty() ? "each copied once, in order and counted" : ledger.differences())
                    + "; slowest from a kill to the next checkpoint " + slowestRecovery.toMillis()
                    + " ms; kills fell in "
                    + windows;
        }
    }

    /**
     * @param guarantee of the job's sink, as Flink names it
     * @param checkpointInterval of the job, as its definition says it
     */
    Report run(List<Kill> kills, String guarantee, String checkpointInterval) throws Exception {
        long begun = System.nanoTime();
        Random random = new Random(seed);
        Map<String, String> settings = RealNode.forKills();
        RealNode node = new RealNode(RealNode.HOME, checkpoints.dataDir(), settings);
        try {
            node.awaitReady();
            new Submitter(node.api(), new PrintWriter(Writer.nullWriter()))
                    .apply(definition(guarantee, checkpointInterval));
            try (LoaderProcess loader = new LoaderProcess(node, RECORDS_PER_SECOND, folder.resolve("acknowledged"))) {
                String job = awaitCheckpoint(node, "");
                for (int i = 0; i < kills.size(); i++) {
                    loader.awaitAcknowledged(records * (i + 1) / (kills.size() + 1));
                    Kill kill = kills.get(i);
                    JobMarksman marksman = new JobMarksman(node, checkpoints, job, loader, random);
                    marksman.kill(kill.aim(), kill.whole());
                    if (kill.whole()) {
                        node = new RealNode(RealNode.HOME, checkpoints.dataDir(), settings);
                        node.awaitReady();
                    }
                    String where = marksman.window(node.bootstrapServers()) + (kill.whole() ? " (node)" : "");
                    windows.merge(where, 1, Integer::sum);
                    job = awaitCheckpoint(node, job);
                    Duration recovery = Duration.between(marksman.dead(), RealNode.now());
                    slowestRecovery = recovery.compareTo(slowestRecovery) > 0 ? recovery : slowestRecovery;
                }
                loader.awaitAcknowledged(records);
                loader.stop();
                awaitDrained(node);
                node.api().pause(ID); // with a savepoint, which commits
                node.awaitState(ID, "PAUSED");
                Ledger ledger = loader.ledger();
                read(ledger, node.bootstrapServers());
                node.stop();
                return new Report(seed, ledger, windows, slowestRecovery, Duration.ofNanos(System.nanoTime() - begun));
            }
        } finally {
            node.close();
        }
    }

    /** A file that names the jar, which is beside it: the program with its connector, as users have it. */
    private Path definition(String guarantee, String checkpointInterval) throws IOException, URISyntaxException {
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(folder.resolve("copy.jar")))) {
            OwnClasses.add(CopyJob.class, jar);
            OwnClasses.addJar(connector(), jar);
        }
        return Files.writeString(
                folder.resolve("copy.yaml"),
                Pipeline.topic()
                        + """
                        ---
                        kind: Topic
                        name: %1$s
                        partitions: %2$d
                        ---
                        kind: FlinkJob
                        name: %3$s
                        codeUri: copy.jar
                        entryClass: %4$s
                        args: ["${millrace:bootstrapServers}", %5$s, %3$s, %1$s, %6$s]
                        parallelism: 2
                        checkpointInterval: %7$s
                        minPauseBetweenCheckpoints: 100ms
                        flinkConfiguration:
                          env.java.opts.all: -XX:TieredStopAtLevel=1 # as the node has it
                        %8$s
                        """.formatted(
                                        COPIES,
                                        Pipeline.PARTITIONS,
                                        NAME,
                                        CopyJob.class.getName(),
                                        Pipeline.TOPIC,
                                        guarantee,
                                        checkpointInterval,
                                        String.join("\n", configuration).indent(2)));
    }

    private static Path connector() throws IOException {
        try (Stream<Path> all = Files.walk(RealNode.HOME.resolve("flink"), 3)) {
            return all.filter(file -> file.getFileName().toString().matches("flink-sql-connector-kafka-5.*\\.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Waits for a checkpoint of a job that follows another; answers which job that is. */
    private String awaitCheckpoint(RealNode node, String former) {
        return await("a checkpoint of a job after '" + former + "'")
                .atMost(PATIENCE)
                .until(() -> job(node), job -> !job.equals(former) && checkpoints.hasCompleted(job));
    }

    /** Flink's id of the job; empty while there is none. */
    private static String job(RealNode node) {
        JsonNode deployment = node.api().deployment(ID);
        assertThat(deployment.path("state").asText()).as(deployment::toString).isNotEqualTo("FAILED");
        return deployment.path("status").path(0).path("details").path("job").asText();
    }

    /** Waits until checkpoints have committed everything there is. */
    private static void awaitDrained(RealNode node) {
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
            JsonNode group = node.api().group(NAME);
            assertThat(group.path("partitions")).as("each is committed").hasSize(Pipeline.PARTITIONS);
            assertThat(group.path("lag").path("records").asLong(-1))
                    .as(group::toString)
                    .isZero();
        });
    }

    /** The whole topic of copies, as those read it who wait for commits. */
    private static void read(Ledger ledger, String bootstrapServers) {
        Map<Integer, List<Integer>> copies = new HashMap<>();
        WholeTopic.readCommitted(
                bootstrapServers,
                COPIES,
                each -> enter(StandardCharsets.UTF_8.decode(each.value()).toString(), copies, ledger));
        copies.forEach((partition, sequences) -> ledger.file(COPIES, partition, 0, sequences));
    }

    private static void enter(String copy, Map<Integer, List<Integer>> copies, Ledger ledger) {
        String[] words = copy.split(" ", -1);
        int sequence = Integer.parseInt(words[1]);
        if (Integer.parseInt(words[2]) != sequence + 1) {
            ledger.odd("record " + sequence + " of partition " + words[0] + " was counted as number " + words[2]);
        }
        copies.computeIfAbsent(Integer.parseInt(words[0]), partition -> new ArrayList<>())
                .add(sequence);
    }
}
