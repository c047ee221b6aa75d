package io.millrace.dist.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.api.DeploymentId;
import io.millrace.cli.definitions.Submitter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.jar.JarOutputStream;

/**
 * A node that feeds a function, is killed again and again, each time at another moment, and comes back on the same data directory.
 * After each kill what is committed is compared with what the function had handled until then, and in the end what was
 * acknowledged with all that it has handled.
 */
final class CallRound {

    private static final String NAME = "recorder";
    private static final int RECORDS_PER_SECOND = 1_500;

    private final Path folder;
    private final Path calls;
    private final long seed;
    private final long records;
    private final List<String> differences = new ArrayList<>();
    private final Map<CallWindow, Integer> windows = new EnumMap<>(CallWindow.class);
    private Duration childrenGone = Duration.ZERO;

    /**
     * @param folder empty
     * @param seed of the moments of kills
     * @param records to be acknowledged, at least
     */
    CallRound(Path folder, long seed, long records) throws IOException {
        this.folder = folder;
        this.calls = Files.createDirectories(folder.resolve("calls"));
        this.seed = seed;
        this.records = records;
    }

    /**
     * What a round came to.
     *
     * @param repeated records that were handled again
     * @param childrenGone the longest, from the end of a killed node to the end of its last child
     */
    record Report(
            long seed,
            long acknowledged,
            long repeated,
            List<String> differences,
            Map<CallWindow, Integer> windows,
            Duration childrenGone,
            Duration took) {

        @Override
        public String toString() {
            return "seed " + seed + ", " + took.toSeconds() + " s: " + acknowledged + " records acknowledged, "
                    + repeated
                    + " handled again, "
                    + (differences.isEmpty() ? "each handled and none committed before" : differences)
                    + "; children gone within " + childrenGone.toMillis() + " ms; kills fell in " + windows;
        }
    }

    /** @param late how long after it has answered the function does its work; zero for one that does as it should */
    Report run(List<CallAim> aims, Duration late) throws Exception {
        long begun = System.nanoTime();
        Random random = new Random(seed);
        Map<String, String> settings = RealNode.forKills();
        Path dataDir = folder.resolve("data");
        RealNode node = new RealNode(RealNode.HOME, dataDir, settings);
        try {
            node.awaitReady();
            new Submitter(node.api(), new PrintWriter(Writer.nullWriter())).apply(definition(late));
            try (LoaderProcess loader = new LoaderProcess(node, RECORDS_PER_SECOND, folder.resolve("acknowledged"))) {
                for (int i = 0; i < aims.size(); i++) {
                    loader.awaitAcknowledged(records * (i + 1) / (aims.size() + 1));
                    try (CallMarksman marksman = new CallMarksman(node, calls, group(), loader, random)) {
                        marksman.kill(aims.get(i));
                        node = new RealNode(RealNode.HOME, dataDir, settings);
                        node.awaitReady();
                        enter(marksman.aftermath(node.bootstrapServers()), marksman.childrenGone());
                    }
                }
                loader.awaitAcknowledged(records);
                loader.stop();
                Pipeline.awaitDrained(node, new DeploymentId("Function", NAME));
                node.stop();
                assertThat(node.children())
                        .as("children of a node that has stopped")
                        .isEmpty();
                Ledger ledger = loader.ledger();
                Calls all = Calls.read(calls, Instant.MAX);
                differences.addAll(all.missing(ledger.offsets()));
                return new Report(
                        seed,
                        ledger.acknowledged(),
                        all.repeated(),
                        differences,
                        windows,
                        childrenGone,
                        Duration.ofNanos(System.nanoTime() - begun));
            }
        } finally {
            node.close();
        }
    }

    /** A file that names the handler, which is beside it. */
    private Path definition(Duration late) throws IOException, URISyntaxException {
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(folder.resolve("recorder.jar")))) {
            OwnClasses.add(CallRecorder.class, jar);
        }
        return Files.writeString(
                folder.resolve("recorder.yaml"),
                Pipeline.topic()
                        + """
                        ---
                        kind: Function
                        name: %s
                        runtime: java17
                        handler: %s::handle
                        codeUri: recorder.jar
                        timeout: 60
                        concurrency: 2
                        environment: {variables: {%s: "%s", %s: "%d"}}
                        events: [{topics: [%s], startingPosition: TRIM_HORIZON}]
                        """.formatted(
                                        NAME,
                                        CallRecorder.class.getName(),
                                        CallRecorder.FOLDER,
                                        calls,
                                        CallRecorder.LATE_MS,
                                        late.toMillis(),
                                        Pipeline.TOPIC));
    }

    private static String group() {
        return "millrace.default.function." + NAME + "." + Pipeline.TOPIC;
    }

    private void enter(CallAftermath aftermath, Duration gone) {
        aftermath.windows().forEach(window -> windows.merge(window, 1, Integer::sum));
        differences.addAll(
                aftermath.handled().committedTooEarly(aftermath.group().commits()));
        childrenGone = gone.compareTo(childrenGone) > 0 ? gone : childrenGone;
    }
}
