package io.millrace.bench;

import io.millrace.bench.results.Sample;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What every benchmark works with.
 *
 * @param root of the source tree; the distribution is built in it
 * @param work folder for data and logs
 * @param quick true: the least that exercises everything; the figures mean nothing
 * @param rounds runs of each side
 * @param records how many are measured, where a benchmark counts records
 * @param progress a line a step
 */
public record Bench(Path root, Path work, boolean quick, int rounds, long records, PrintStream progress) {

    /** One run of one side. */
    @FunctionalInterface
    public interface Run {
        /** @param name unique to the run, of letters, digits and dashes */
        Map<String, Double> figures(String name);
    }

    /** The assembled distribution. */
    public Path distribution() {
        return root.resolve("dist/target/millrace");
    }

    /** Where a process of this name logs. */
    public Path log(String name) {
        return work.resolve(name + ".log");
    }

    /** A new folder. */
    public Path folder(String name) {
        try {
            return Files.createDirectories(work.resolve(name));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public void say(String step) {
        progress.println("  " + step);
    }

    /** Ours, the peer, ours, the peer… */
    public Turns inTurns(String title, Run ours, Run peer) {
        List<Map<String, Double>> byOurs = new ArrayList<>();
        List<Map<String, Double>> byPeer = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            byOurs.add(one(title, "ours", round, ours));
            byPeer.add(one(title, "peer", round, peer));
        }
        return new Turns(byOurs, byPeer);
    }

    /** Ours, where there is nothing to compare with. */
    public Turns alone(String title, Run ours) {
        List<Map<String, Double>> byOurs = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            byOurs.add(one(title, "ours", round, ours));
        }
        return new Turns(byOurs, List.of());
    }

    private Map<String, Double> one(String title, String side, int round, Run run) {
        Map<String, Double> figures = run.figures(side + "-" + title + "-" + round);
        say("%s, round %d of %d, %s: %s".formatted(title, round, rounds, side, figures));
        return figures;
    }

    /** Figures by round. */
    public record Turns(List<Map<String, Double>> byOurs, List<Map<String, Double>> byPeer) {

        public Sample ours(String figure) {
            return sample(byOurs, figure);
        }

        public Sample peer(String figure) {
            return sample(byPeer, figure);
        }

        private static Sample sample(List<Map<String, Double>> rounds, String figure) {
            return new Sample(rounds.stream().map(round -> round.get(figure)).toList());
        }
    }
}
