package io.millrace.dist.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes of one cluster, which share the partitions of their sinks and write to one folder, and to one bucket. */
class MembersIT {

    private static final long RECORDS = 50_000;
    private static final int RECORDS_PER_SECOND = 3_000;

    @TempDir
    private Path folder;

    @Test
    void nothingIsLostWhenASecondNodeComesAndGoes() throws Exception {
        Path dataDir = folder.resolve("first");
        Pipeline pipeline = new Pipeline(Sink.filesByField(folder.resolve("out")), Sink.objectsByTime(dataDir));
        try (RealNode first = new RealNode(RealNode.HOME, dataDir, Map.of("kafka.port", "0"))) {
            first.awaitReady();
            pipeline.apply(first);
            try (LoaderProcess loader = new LoaderProcess(first, RECORDS_PER_SECOND, folder.resolve("acknowledged"))) {
                loader.awaitAcknowledged(RECORDS / 10);
                try (RealNode second = second(first)) {
                    awaitMembers(first, pipeline, 2);
                    loader.awaitAcknowledged(loader.acknowledged() + RECORDS / 5);
                    second.stop();
                }
                awaitMembers(first, pipeline, 1);
                loader.awaitAcknowledged(loader.acknowledged() + RECORDS / 5);
                try (RealNode second = second(first)) {
                    awaitMembers(first, pipeline, 2);
                    loader.awaitAcknowledged(loader.acknowledged() + RECORDS / 5);
                    second.kill();
                }
                awaitMembers(first, pipeline, 1);
                loader.awaitAcknowledged(RECORDS);
                loader.stop();
                pipeline.awaitDrained(first);
                for (Sink sink : pipeline.sinks()) {
                    Ledger ledger = loader.ledger();
                    ReadBack.into(ledger, sink, dataDir);
                    System.out.println("two nodes, " + sink + ": " + ledger.acknowledged() + " records acknowledged, "
                            + ledger.files() + " files");
                    assertThat(ledger.differences()).isEmpty();
                }
            }
            first.stop();
        }
    }

    /** It reaches the first one's store as one that exists. */
    private RealNode second(RealNode first) throws Exception {
        List<String> key = EmbeddedBucket.key(folder.resolve("first"));
        RealNode second = new RealNode(
                RealNode.HOME,
                folder.resolve("second"),
                Map.of(
                        "node.id",
                        "2",
                        "kafka.mode",
                        "external",
                        "kafka.bootstrapServers",
                        first.bootstrapServers(),
                        "s3.endpoint",
                        "http://127.0.0.1:" + EmbeddedBucket.port(folder.resolve("first")),
                        "s3.accessKeyId",
                        key.get(0),
                        "s3.secretAccessKey",
                        key.get(1)));
        second.awaitReady();
        return second;
    }

    /** Waits until the group of each sink has this many members, and each has its share. */
    private static void awaitMembers(RealNode node, Pipeline pipeline, int count) {
        pipeline.sinks().forEach(sink -> awaitMembers(node, sink, count));
    }

    private static void awaitMembers(RealNode node, Sink sink, int count) {
        await().atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> {
                    JsonNode group = node.api().group(sink.group());
                    assertThat(group.path("state").asText()).isEqualTo("Stable");
                    assertThat(group.path("members"))
                            .hasSize(count)
                            .allMatch(member -> member.path("partitions").size() == Pipeline.PARTITIONS / count);
                });
    }
}
