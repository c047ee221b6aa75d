package io.millrace.dist.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a node under load that writes one topic to files and to objects, by field and by time, as JSON lines and as Parquet. Three
 * rounds of two kills, of which the last has no objects, or twenty of five with {@code -Dmillrace.soak=true}, which must hit each window several times, for files and for
 * objects; {@code -Dmillrace.seed=N} repeats those of the seed that was printed, {@code -Dmillrace.rounds=N} runs as many.
 */
class KillRoundsIT {

    private static final boolean SOAK = Boolean.getBoolean("millrace.soak");
    private static final int ROUNDS = Integer.getInteger("millrace.rounds", SOAK ? 20 : 3);
    private static final int KILLS = SOAK ? Aim.values().length : 2;
    private static final int LEAST_IN_A_SOAK = 3;
    private static final int LEAST_LOOKS = 10;
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
    void everyAcknowledgedRecordIsThereOnceAndInOrderAndNobodySeesHalfAFile() throws Exception {
        long seed = Long.getLong("millrace.seed", ThreadLocalRandom.current().nextInt(1_000_000));
        Map<String, Map<Window, Integer>> windows = new TreeMap<>();
        for (int i = 0; i < ROUNDS; i++) {
            Path place = Files.createDirectory(folder.resolve("round-" + i));
            KillRound.Report report =
                    new KillRound(place, pipeline(place, i), seed + i, RECORDS).run(RealNode.HOME, aims(seed + i));
            System.out.println("round " + (i + 1) + " of " + ROUNDS + ", " + report);
            check(report);
            report.windows()
                    .forEach((sink, hits) -> hits.forEach((window, count) -> windows.computeIfAbsent(
                                    sink.bucket() == null ? "files" : "objects", kind -> new EnumMap<>(Window.class))
                            .merge(window, count, Integer::sum)));
        }
        System.out.println(ROUNDS + " rounds of " + KILLS + " kills, in all " + windows);
        if (SOAK) {
            // The files of a flush are renamed within a millisecond of its intent: the two count as one.
            Map<Window, Integer> files = windows.get("files");
            files.merge(Window.INTENT_WRITTEN, files.getOrDefault(Window.SOME_VISIBLE, 0), Integer::sum);
            files.put(Window.SOME_VISIBLE, files.get(Window.INTENT_WRITTEN));
            windows.forEach((where, hits) -> assertThat(hits.values())
                    .as(where + ": " + hits)
                    .hasSize(Window.values().length)
                    .allMatch(count -> count >= LEAST_IN_A_SOAK));
        }
    }

    private static List<Aim> aims(long seed) {
        List<Aim> aims = Arrays.asList(Aim.values());
        Collections.shuffle(aims, new Random(seed));
        return aims.subList(0, KILLS);
    }

    private static Pipeline pipeline(Path place, int round) {
        if (!SOAK && round == 2) {
            return new Pipeline(Sink.filesByField(place.resolve("by-field")));
        }
        Path dataDir = KillRound.dataDir(place);
        return new Pipeline(
                Sink.filesByField(place.resolve("by-field")),
                Sink.filesByTime(place.resolve("by-time")),
                Sink.objectsByField(dataDir),
                Sink.objectsByTime(dataDir));
    }

    private static void check(KillRound.Report report) {
        report.ledgers().forEach((sink, ledger) -> {
            assertThat(ledger.acknowledged()).isGreaterThanOrEqualTo(RECORDS);
            assertThat(ledger.differences()).as(report.toString()).isEmpty();
            assertThat(report.looks().get(sink)).as(report.toString()).isGreaterThanOrEqualTo(LEAST_LOOKS);
        });
    }
}
