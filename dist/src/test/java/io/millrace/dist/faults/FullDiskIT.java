package io.millrace.dist.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose sink's disk is full; needs to be root on Linux, and is an error under {@code CI=true} when it cannot run. */
class FullDiskIT {

    private static final long RECORDS = 60_000;
    private static final int RECORDS_PER_SECOND = 12_000;
    private static final int DISK_BYTES = 24 << 20;
    private static final int ROOM_BYTES = 1 << 20;

    @TempDir
    private Path folder;

    private Path disk;
    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        mounted = run("mount", "-t", "tmpfs", "-o", "size=" + DISK_BYTES, "tmpfs", disk.toString());
        if ("true".equals(System.getenv("CI")) && "root".equals(System.getProperty("user.name"))) {
            assertThat(mounted).as("a small file system could be mounted").isTrue();
        }
        assumeThat(mounted)
                .as("mounting a small file system needs root on Linux")
                .isTrue();
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertThat(run("umount", disk.toString())).isTrue();
        }
    }

    @Test
    void theSinkSaysSoAndGoesOnWhenThereIsRoom() throws Exception {
        Path ballast = Files.write(disk.resolve("ballast"), new byte[DISK_BYTES - ROOM_BYTES]);
        Pipeline pipeline = Pipeline.files(disk.resolve("out"));
        Ledger ledger;
        try (RealNode node = new RealNode(RealNode.HOME, folder.resolve("data"), Map.of("kafka.port", "0"))) {
            node.awaitReady();
            pipeline.apply(node);
            try (LoaderProcess loader = new LoaderProcess(node, RECORDS_PER_SECOND, folder.resolve("acknowledged"))) {
                awaitState(node, "RETRYING");
                assertThat(node.api().deployment(Pipeline.SINK).path("status").toString())
                        .contains("disk-full", "Free some space");
                loader.awaitAcknowledged(RECORDS);
                Files.delete(ballast);
                awaitState(node, "RUNNING");
                ledger = loader.stop();
            }
            Pipeline.awaitDrained(node);
            node.stop();
        }
        ReadBack.into(ledger, pipeline.topicFolder());
        assertThat(ledger.differences()).isEmpty();
    }

    private static void awaitState(RealNode node, String state) {
        await().atMost(Duration.ofMinutes(4)).untilAsserted(() -> {
            JsonNode sink = node.api().deployment(Pipeline.SINK);
            assertThat(sink.path("state").asText()).as(sink::toString).isEqualTo(state);
        });
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
        } catch (IOException noSuchCommand) {
            return false;
        }
    }
}
