package io.millrace.dist.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.faults.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose sink's disk is full. */
class FullDiskIT {

    private static final long RECORDS = 60_000;
    private static final int RECORDS_PER_SECOND = 12_000;
    private static final int DISK_BYTES = 24 << 20;
    private static final int ROOM_BYTES = 1 << 20;

    @TempDir
    private Path folder;

    @Test
    void theSinkSaysSoAndGoesOnWhenThereIsRoom() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), DISK_BYTES);
                RealNode node = new RealNode(RealNode.HOME, folder.resolve("data"), Map.of("kafka.port", "0"))) {
            Path ballast = Files.write(disk.folder().resolve("ballast"), new byte[DISK_BYTES - ROOM_BYTES]);
            Sink sink = Sink.filesByField(disk.folder().resolve("out"));
            Pipeline pipeline = new Pipeline(sink);
            node.awaitReady();
            pipeline.apply(node);
            try (LoaderProcess loader = new LoaderProcess(node, RECORDS_PER_SECOND, folder.resolve("acknowledged"))) {
                node.awaitState(sink, "RETRYING");
                assertThat(node.api().deployment(sink.id()).path("status").toString())
                        .contains("disk-full", "Free some space");
                loader.awaitAcknowledged(RECORDS);
                Files.delete(ballast);
                node.awaitState(sink, "RUNNING");
                loader.stop();
                pipeline.awaitDrained(node);
                node.stop();
                Ledger ledger = loader.ledger();
                ReadBack.into(ledger, sink, folder.resolve("data"));
                assertThat(ledger.differences()).isEmpty();
            }
        }
    }
}
