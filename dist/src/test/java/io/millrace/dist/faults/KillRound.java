package io.millrace.dist.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A node under load that is killed again and again, each time at another moment, and comes back on the same data directory; then
 * everything is counted. Its sinks all read one topic, so each kill hits them all; it waits for the moment of one of them.
 */
final class KillRound {

    private static final int RECORDS_PER_SECOND = 10_000;

    private final Path folder;
    private final Pipeline pipeline;
    private final long seed;
    private final long records;
    private final Map<Sink, Map<Window, Integer>> windows = new LinkedHashMap<>();
    private Duration firstStart;
    private Duration slowestRestart = Duration.ZERO;

    /**
     * @param folder empty
     * @param pipeline whose buckets are in the store of a node at {@link #dataDir}
     * @param seed of the order of kills, of the sinks they are aimed at and of their moments
     * @param records to be acknowledged, at least
     */
    KillRound(Path folder, Pipeline pipeline, long seed, long records) {
        this.folder = folder;
        this.pipeline = pipeline;
        this.seed = seed;
        this.records = records;
        pipeline.sinks().forEach(sink -> windows.put(sink, new EnumMap<>(Window.class)));
    }

    /** The data directory of the node of a round. */
    static Path dataDir(Path folder) {
        return folder.resolve("data");
    }

    /** What a round came to, by sink. */
    record Report(
            long seed,
            Map<Sink, Ledger> ledgers,
            Map<Sink, Map<Window, Integer>> windows,
            Map<Sink, Integer> looks,
            Duration firstStart,
            Duration slowestRestart,
            Duration took) {

        @Override
        public String toString() {
            return "seed " + seed + ", start " + firstStart.toMillis() + " ms, slowest after a kill "
                    + slowestRestart.toMillis() + " ms, " + took.toSeconds() + " s"
                    + ledgers.keySet().stream().map(this::line).collect(Collectors.joining());
        }

        private String line(Sink sink) {
            Ledger ledger = ledgers.get(sink);
            return "\n  " + sink + ": " + ledger.acknowledged() + " records acknowledged, " + ledger.files()
                    + " files, listed " + looks.get(sink) + " times, "
                    + (ledger.differences().isEmpty() ? "each once and in order" : ledger.differences())
                    + "; kills fell in " + windows.get(sink);
        }
    }

    /** @param home the distribution */
    Report run(Path home, List<Aim> aims) throws Exception {
        long begun = System.nanoTime();
        Random random = new Random(seed);
        List<Sink> targets = new ArrayList<>(pipeline.sinks());
        Collections.shuffle(targets, random);
        Map<String, String> settings = RealNode.forKills();
        Map<Sink, Onlooker> onlookers = new LinkedHashMap<>();
        Map<Sink, Ledger> ledgers = new LinkedHashMap<>();
        Map<Sink, Integer> looks = new LinkedHashMap<>();
        RealNode node = new RealNode(home, dataDir(folder), settings);
        try {
            firstStart = node.awaitReady();
            pipeline.apply(node);
            pipeline.sinks().forEach(sink -> onlookers.put(sink, new Onlooker(sink, dataDir(folder))));
            try (LoaderProcess loader = new LoaderProcess(node, RECORDS_PER_SECOND, folder.resolve("acknowledged"))) {
                for (int i = 0; i < aims.size(); i++) {
                    loader.awaitAcknowledged(records * (i + 1) / (aims.size() + 1));
                    try (Marksman marksman = new Marksman(node, pipeline, loader, random)) {
                        marksman.kill(aims.get(i), targets.get(i % targets.size()));
                        node = new RealNode(home, dataDir(folder), settings);
                        restarted(node.awaitReady());
                        marksman.aftermath(node.bootstrapServers())
                                .forEach((sink, aftermath) -> count(sink, aftermath.windows()));
                    }
                }
                loader.awaitAcknowledged(records);
                loader.stop();
                pipeline.awaitDrained(node);
                for (Sink sink : pipeline.sinks()) {
                    Ledger ledger = loader.ledger();
                    onlookers.get(sink).oddities().forEach(ledger::odd);
                    looks.put(sink, onlookers.get(sink).looks());
                    ReadBack.into(ledger, sink, dataDir(folder));
                    ledgers.put(sink, ledger);
                }
            }
            node.stop();
        } finally {
            node.close();
            for (Onlooker onlooker : onlookers.values()) {
                onlooker.close();
            }
        }
        return new Report(
                seed, ledgers, windows, looks, firstStart, slowestRestart, Duration.ofNanos(System.nanoTime() - begun));
    }

    /** What a kill leaves behind, a lock or a process, must not make the next start wait. */
    private void restarted(Duration took) {
        assertThat(took).isLessThan(firstStart.multipliedBy(3).plusSeconds(10));
        slowestRestart = took.compareTo(slowestRestart) > 0 ? took : slowestRestart;
    }

    private void count(Sink sink, Set<Window> hit) {
        hit.forEach(window -> windows.get(sink).merge(window, 1, Integer::sum));
    }
}
