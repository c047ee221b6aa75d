package io.millrace.dist.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a node that feeds a function. Two rounds of one kill, or twenty of five with {@code -Dmillrace.soak=true}, which must hit each
 * window several times; {@code -Dmillrace.seed=N} repeats those of the seed that was printed, {@code -Dmillrace.rounds=N} runs as many.
 */
class CallRoundsIT {

    private static final boolean SOAK = Boolean.getBoolean("millrace.soak");
    private static final int ROUNDS = Integer.getInteger("millrace.rounds", SOAK ? 20 : 2);
    private static final int KILLS = SOAK ? CallAim.values().length : 1;
    private static final int LEAST_IN_A_SOAK = 3;
    private static final long RECORDS = SOAK ? 20_000 : 3_000;

    @TempDir
    private Path folder;

    @Test
    void everyAcknowledgedRecordIsHandledBeforeItIsCommitted() throws Exception {
        long seed = Long.getLong("millrace.seed", ThreadLocalRandom.current().nextInt(1_000_000));
        List<CallAim> aims = Arrays.asList(CallAim.values());
        Map<CallWindow, Integer> windows = new EnumMap<>(CallWindow.class);
        for (int i = 0; i < ROUNDS; i++) {
            Collections.shuffle(aims, new Random(seed + i));
            CallRound.Report report = new CallRound(
                            Files.createDirectory(folder.resolve("round-" + i)), seed + i, RECORDS)
                    .run(aims.subList(0, KILLS), Duration.ZERO);
            System.out.println("function, round " + (i + 1) + " of " + ROUNDS + ", " + report);
            assertThat(report.differences()).as(report.toString()).isEmpty();
            assertThat(report.acknowledged()).isGreaterThanOrEqualTo(RECORDS);
            report.windows().forEach((window, count) -> windows.merge(window, count, Integer::sum));
        }
        System.out.println("function, " + ROUNDS + " rounds of " + KILLS + " kills, in all " + windows);
        if (SOAK) {
            assertThat(windows.values())
                    .as(windows.toString())
                    .hasSize(CallWindow.values().length)
                    .allMatch(count -> count >= LEAST_IN_A_SOAK);
        }
    }

    /** That a round can fail. */
    @Test
    void aRoundFindsWhatAFunctionLosesThatAnswersTooEarly() throws Exception {
        CallRound.Report report =
                new CallRound(folder, 1, RECORDS).run(List.of(CallAim.COMMIT), Duration.ofMillis(1_500));
        System.out.println("function, negative control, " + report);
        assertThat(report.differences())
                .anyMatch(difference -> difference.contains(" committed and not handled"))
                .anyMatch(difference -> difference.matches(".*: \\d+ not handled, .*"));
    }
}
