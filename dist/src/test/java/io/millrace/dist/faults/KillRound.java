package io.millrace.dist.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.node.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A node under load that is killed again and again, each time at another moment, and comes back on the same data directory; then
 * everything is counted.
 */
final class KillRound {

    private static final int RECORDS_PER_SECOND = 14_000;

    private final Path folder;
    private final Pipeline pipeline;
    private final long seed;
    private final long records;
    private final Map<Window, Integer> windows = new EnumMap<>(Window.class);
    private Duration firstStart;
    private Duration slowestRestart = Duration.ZERO;

    /**
     * @param folder empty
     * @param seed of the order of kills and of their moments
     * @param records to be acknowledged, at least
     */
    KillRound(Path folder, Pipeline pipeline, long seed, long records) {
        this.folder = folder;
        this.pipeline = pipeline;
        this.seed = seed;
        this.records = records;
    }

    /** What a round came to. */
    record Report(
            long seed,
            Ledger ledger,
            Map<Window, Integer> windows,
            Duration firstStart,
            Duration slowestRestart,
            Duration took) {

        @Override
        public String toString() {
            return "seed " + seed + ": "
                    + windows.entrySet().stream()
                            .map(window -> window.getKey() + " " + window.getValue())
                            .collect(Collectors.joining(", ", "kills fell in [", "], "))
                    + ledger.acknowledged() + " records acknowledged, " + ledger.files() + " files, "
                    + (ledger.differences().isEmpty() ? "each once and in order" : ledger.differences())
                    + ", start " + firstStart.toMillis() + " ms, slowest after a kill " + slowestRestart.toMillis()
                    + " ms, " + took.toSeconds() + " s";
        }
    }

    /** @param home the distribution */
    Report run(Path home, List<Aim> aims) throws Exception {
        long begun = System.nanoTime();
        Random random = new Random(seed);
        List<Aim> order = new ArrayList<>(aims);
        Collections.shuffle(order, random);
        Map<String, String> settings = Map.of(
                "kafka.port", Integer.toString(Ports.free("127.0.0.1")),
                // A killed broker may not come back before this is over; the default is three times as long.
                "kafka.server.broker.session.timeout.ms", "1000",
                "kafka.server.broker.heartbeat.interval.ms", "250");
        Ledger ledger;
        RealNode node = new RealNode(home, folder.resolve("data"), settings);
        try {
            firstStart = node.awaitReady();
            pipeline.apply(node);
            try (LoaderProcess loader = new LoaderProcess(node, RECORDS_PER_SECOND, folder.resolve("acknowledged"))) {
                for (int i = 0; i < order.size(); i++) {
                    loader.awaitAcknowledged(records * (i + 1) / (order.size() + 1));
                    try (Marksman marksman = new Marksman(node, pipeline, loader, random)) {
                        marksman.kill(order.get(i));
                        node = new RealNode(home, folder.resolve("data"), settings);
                        restarted(node.awaitReady());
                        count(marksman.aftermath(node.bootstrapServers()).windows());
                    }
                }
                loader.awaitAcknowledged(records);
                ledger = loader.stop();
            }
            Pipeline.awaitDrained(node);
            node.stop();
        } finally {
            node.close();
        }
        ReadBack.into(ledger, pipeline.topicFolder());
        return new Report(
                seed, ledger, windows, firstStart, slowestRestart, Duration.ofNanos(System.nanoTime() - begun));
    }

    /** What a kill leaves behind, a lock or a process, must not make the next start wait. */
    private void restarted(Duration took) {
        assertThat(took).isLessThan(firstStart.multipliedBy(3).plusSeconds(10));
        slowestRestart = took.compareTo(slowestRestart) > 0 ? took : slowestRestart;
    }

    private void count(Set<Window> hit) {
        hit.forEach(window -> windows.merge(window, 1, Integer::sum));
    }
}
