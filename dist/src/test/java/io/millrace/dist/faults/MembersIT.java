package io.millrace.dist.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes of one cluster, which share the partitions of a sink and write to one folder. */
class MembersIT {

    private static final long RECORDS = 100_000;
    private static final int RECORDS_PER_SECOND = 6_000;

    @TempDir
    private Path folder;

    @Test
    void nothingIsLostWhenASecondNodeComesAndGoes() throws Exception {
        Pipeline pipeline = Pipeline.files(folder.resolve("out"));
        Ledger ledger;
        try (RealNode first = new RealNode(RealNode.HOME, folder.resolve("first"), Map.of("kafka.port", "0"))) {
            first.awaitReady();
            pipeline.apply(first);
            try (LoaderProcess loader = new LoaderProcess(first, RECORDS_PER_SECOND, folder.resolve("acknowledged"))) {
                loader.awaitAcknowledged(RECORDS / 10);
                try (RealNode second = second(first)) {
                    awaitMembers(first, 2);
                    loader.awaitAcknowledged(loader.acknowledged() + RECORDS / 5);
                    second.stop();
                }
                awaitMembers(first, 1);
                loader.awaitAcknowledged(loader.acknowledged() + RECORDS / 5);
                try (RealNode second = second(first)) {
                    awaitMembers(first, 2);
                    loader.awaitAcknowledged(loader.acknowledged() + RECORDS / 5);
                    second.kill();
                }
                awaitMembers(first, 1);
                loader.awaitAcknowledged(RECORDS);
                ledger = loader.stop();
            }
            Pipeline.awaitDrained(first);
            first.stop();
        }
        ReadBack.into(ledger, pipeline.topicFolder());
        System.out.println(
                "two nodes, " + ledger.acknowledged() + " records acknowledged, " + ledger.files() + " files");
        assertThat(ledger.differences()).isEmpty();
    }

    private RealNode second(RealNode first) throws Exception {
        RealNode second = new RealNode(
                RealNode.HOME,
                folder.resolve("second"),
                Map.of(
                        "node.id", "2",
                        "kafka.mode", "external",
                        "kafka.bootstrapServers", first.bootstrapServers()));
        second.awaitReady();
        return second;
    }

    /** Waits until the sink's group has this many members, and each has its share. */
    private static void awaitMembers(RealNode node, int count) {
        await().atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> {
                    JsonNode group = node.api().group(Pipeline.GROUP);
                    assertThat(group.path("state").asText()).isEqualTo("Stable");
                    assertThat(group.path("members"))
                            .hasSize(count)
                            .allMatch(member -> member.path("partitions").size() == Pipeline.PARTITIONS / count);
                });
    }
}
