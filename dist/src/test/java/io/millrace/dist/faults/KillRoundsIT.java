package io.millrace.dist.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a node under load. Three rounds, or twenty with {@code -Dmillrace.soak=true}; {@code -Dmillrace.seed=N} repeats those of the
 * seed that was printed.
 */
class KillRoundsIT {

    private static final boolean SOAK = Boolean.getBoolean("millrace.soak");
    private static final int ROUNDS = SOAK ? 20 : 3;
    private static final int LEAST_IN_A_SOAK = 3;
    private static final long RECORDS = 200_000;

    @TempDir
    private Path folder;

    /** The first node that ends in order leaves an archive of classes, with which the later ones start in half the time. */
    @BeforeAll
    static void makeTheArchive(@TempDir Path folder) throws Exception {
        try (RealNode node = new RealNode(RealNode.HOME, folder.resolve("data"), Map.of("kafka.port", "0"))) {
            node.awaitReady();
            node.stop();
        }
    }

    @Test
    void everyAcknowledgedRecordIsInTheFilesOnceAndInOrder() throws Exception {
        long seed = Long.getLong("millrace.seed", ThreadLocalRandom.current().nextInt(1_000_000));
        Map<Window, Integer> windows = new EnumMap<>(Window.class);
        for (int i = 0; i < ROUNDS; i++) {
            Path place = Files.createDirectory(folder.resolve("round-" + i));
            KillRound.Report report = new KillRound(place, Pipeline.files(place.resolve("out")), seed + i, RECORDS)
                    .run(RealNode.HOME, List.of(Aim.values()));
            System.out.println("round " + (i + 1) + " of " + ROUNDS + ", " + report);
            assertThat(report.ledger().acknowledged()).isGreaterThanOrEqualTo(RECORDS);
            assertThat(report.ledger().differences()).as(report.toString()).isEmpty();
            report.windows().forEach((window, hits) -> windows.merge(window, hits, Integer::sum));
        }
        System.out.println(ROUNDS + " rounds of " + Aim.values().length + " kills, in all " + windows);
        if (SOAK) {
            for (Window window : Window.values()) {
                assertThat(windows.getOrDefault(window, 0))
                        .as(window.toString())
                        .isGreaterThanOrEqualTo(LEAST_IN_A_SOAK);
            }
        }
    }
}
