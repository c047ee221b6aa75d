package io.millrace.dist.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.testkit.faults.FaultyProxy;
import io.millrace.testkit.faults.FaultyProxy.Mood;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The object store refuses in the middle of a load: it is busy, resets connections, is slow, is silent, is gone, one after the other.
 * Each for two seconds, or for thirty with {@code -Dmillrace.soak=true}.
 */
class OutageIT {

    private static final Duration SPELL = Duration.ofSeconds(Boolean.getBoolean("millrace.soak") ? 30 : 2);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int RECORDS_PER_SECOND = 3_000;
    private static final long RECORDS_BEFORE = 10_000;
    private static final long RECORDS_AFTER = 10_000;

    @TempDir
    private Path folder;

    @Test
    void everythingArrivesOnceAndTheGroupStaysTogether() throws Exception {
        Path dataDir = folder.resolve("data");
        try (RealNode node = new RealNode(RealNode.HOME, dataDir, Map.of("kafka.port", "0"))) {
            node.awaitReady();
            // Starts the store, and shows that the way to it alone is bad.
            Sink direct = Sink.objectsByField(dataDir);
            new Pipeline(direct).apply(node);
            node.awaitState(direct, "RUNNING");
            try (FaultyProxy proxy = new FaultyProxy(EmbeddedBucket.port(dataDir));
                    EmbeddedBucket bucket = new EmbeddedBucket(
                            dataDir, Sink.objectsByTime(dataDir).bucket());
                    LoaderProcess loader =
                            new LoaderProcess(node, RECORDS_PER_SECOND, folder.resolve("acknowledged"))) {
                await("the store").atMost(PATIENCE).ignoreExceptions().untilAsserted(bucket::make);
                List<String> key = EmbeddedBucket.key(dataDir);
                Sink sink = Sink.objectsByTime(dataDir)
                        .with("store.url: \"http://127.0.0.1:" + proxy.port() + "\", aws.access.key.id: " + key.get(0)
                                + ", aws.secret.access.key: " + key.get(1) + ", s3.part.retries: 1");
                Pipeline pipeline = new Pipeline(direct, sink);
                pipeline.apply(node);
                loader.awaitAcknowledged(RECORDS_BEFORE);
                node.awaitState(sink, "RUNNING");
                Instant begun = Instant.now();
                for (Mood mood : List.of(Mood.BUSY, Mood.RESET, Mood.SLOW, Mood.HANG, Mood.REFUSE)) {
                    proxy.become(mood);
                    Instant over = Instant.now().plus(SPELL);
                    if (mood != Mood.SLOW) {
                        node.awaitState(sink, "RETRYING");
                        assertThat(node.api()
                                        .deployment(sink.id())
                                        .path("status")
                                        .toString())
                                .as(mood.toString())
                                .contains("he object store at http://127.0.0.1:" + proxy.port());
                    }
                    await().atMost(PATIENCE).until(() -> Instant.now().isAfter(over));
                }
                proxy.become(Mood.PASS);
                loader.awaitAcknowledged(loader.acknowledged() + RECORDS_AFTER);
                loader.stop();
                pipeline.awaitDrained(node);
                node.awaitState(sink, "RUNNING");
                assertThat(GroupLog.read(node.bootstrapServers(), List.of(sink.group()), Instant.now())
                                .get(sink.group())
                                .assigned())
                        .as("the last rebalance")
                        .isBefore(begun);
                for (Sink each : pipeline.sinks()) {
                    Ledger ledger = loader.ledger();
                    ReadBack.into(ledger, each, dataDir);
                    System.out.println("outage, " + each + ": " + ledger.acknowledged() + " records acknowledged, "
                            + ledger.files() + " files");
                    assertThat(ledger.differences()).as(each.toString()).isEmpty();
                }
            }
            node.stop();
        }
    }
}
