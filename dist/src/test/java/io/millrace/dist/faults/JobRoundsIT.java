package io.millrace.dist.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dist.faults.JobRound.Kill;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a Flink application and its node in the middle of a job that writes exactly once. One round of two kills; or five of twelve
 * with {@code -Dmillrace.soak=true}, 500,000 records each, which must hit each window several times. {@code -Dmillrace.seed=N} repeats
 * those of the seed that was printed, {@code -Dmillrace.rounds=N} runs as many.
 */
class JobRoundsIT {

    private static final boolean SOAK = Boolean.getBoolean("millrace.soak");
    private static final int ROUNDS = Integer.getInteger("millrace.rounds", SOAK ? 5 : 1);
    private static final int LEAST_IN_A_SOAK = 3;
    private static final long RECORDS = SOAK ? 500_000 : 60_000;

    @TempDir
    private Path folder;

    @Test
    void everyRecordIsCopiedOnceWhoeverIsKilled() throws Exception {
        long seed = Long.getLong("millrace.seed", ThreadLocalRandom.current().nextInt(1_000_000));
        Map<String, Integer> windows = new TreeMap<>();
        for (int i = 0; i < ROUNDS; i++) {
            JobRound.Report report = new JobRound(
                            Files.createDirectory(folder.resolve("round-" + i)), seed + i, RECORDS)
                    .run(kills(seed + i), "EXACTLY_ONCE", "1s");
            System.out.println("flink, round " + (i + 1) + " of " + ROUNDS + ", " + report);
            assertThat(report.ledger().differences()).as(report.toString()).isEmpty();
            assertThat(report.ledger().acknowledged()).isGreaterThanOrEqualTo(RECORDS);
            report.windows().forEach((window, count) -> windows.merge(window, count, Integer::sum));
        }
        System.out.println("flink, " + ROUNDS + " rounds, in all " + windows);
        if (SOAK) {
            for (JobWindow window : JobWindow.values()) {
                assertThat(windows.getOrDefault(window.toString(), 0) + windows.getOrDefault(window + " (node)", 0))
                        .as(window + ": " + windows)
                        .isGreaterThanOrEqualTo(LEAST_IN_A_SOAK);
            }
        }
    }

    @Test
    void everyRecordIsCopiedOnceWithCheckpointsInTheObjectStore() throws Exception {
        JobRound.Report report = new JobRound(folder, 1, RECORDS / 2, "execution.checkpointing.dir: s3://checkpoints")
                .run(List.of(new Kill(JobAim.COMPLETION, false)), "EXACTLY_ONCE", "1s");
        System.out.println("flink, checkpoints as objects, " + report);
        assertThat(report.ledger().differences()).as(report.toString()).isEmpty();
        assertThat(folder.resolve("data/s3/objects/checkpoints")).isNotEmptyDirectory();
    }

    /** That a round can fail: a sink that promises less. */
    @Test
    void aRoundFindsWhatAJobCopiesTwice() throws Exception {
        JobRound.Report report = new JobRound(folder, 1, RECORDS / 2)
                .run(List.of(new Kill(JobAim.COPIED, false)), "AT_LEAST_ONCE", "5s");
        System.out.println("flink, negative control, " + report);
        assertThat(report.ledger().differences())
                .as(report.toString())
                .anyMatch(difference -> difference.contains(" more than once"));
    }

    /** Of the application and of the node, one each in a short test. */
    private static List<Kill> kills(long seed) {
        Random random = new Random(seed);
        List<Kill> kills = new ArrayList<>();
        for (int i = 0; i < (SOAK ? 2 : 1); i++) {
            for (JobAim aim : List.of(JobAim.ANY, JobAim.CHECKPOINT, JobAim.COMPLETION)) {
                kills.add(new Kill(aim, false));
                kills.add(new Kill(aim, true));
            }
        }
        Collections.shuffle(kills, random);
        if (SOAK) {
            return kills;
        }
        Kill first = kills.get(0);
        Kill other = kills.stream()
                .filter(kill -> kill.whole() != first.whole())
                .findFirst()
                .orElseThrow();
        return List.of(first, other);
    }
}
