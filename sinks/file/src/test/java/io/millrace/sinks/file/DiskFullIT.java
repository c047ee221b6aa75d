package io.millrace.sinks.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.feed.RecordHandler;
import io.millrace.testkit.faults.SmallDisk;
import io.millrace.testkit.sinks.TestContext;
import io.millrace.testkit.sinks.TestFeed;
import io.millrace.testkit.sinks.TestPartition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real file system of two mebibytes. */
class DiskFullIT {

    private static final int RECORDS = 3_000;

    @TempDir
    private Path folder;

    @Test
    void saysSoAndGoesOnWhenThereIsRoom() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), 2 << 20)) {
            saysSoAndGoesOn(disk.folder());
        }
    }

    private void saysSoAndGoesOn(Path disk) throws IOException {
        Path ballast = Files.write(disk.resolve("ballast"), new byte[1_200_000]);
        TestPartition partition = new TestPartition("quakes", 0, "topic-id");
        String text = "x".repeat(400);
        for (int i = 0; i < RECORDS; i++) {
            partition.append(("{\"id\":" + i + ",\"text\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8));
        }
        RecordHandler handler = new FileSink()
                .open(
                        new SettingsOf()
                                .storeUrl(disk.toUri().toString())
                                .flushSize(1000)
                                .settings(),
                        new TestContext(folder, "uid"));
        TestFeed feed = new TestFeed(handler, partition).assign();
        while (feed.trouble() == null && feed.position() < RECORDS) {
            feed.deliver(100);
        }
        assertThat(feed.trouble())
                .hasMessageContaining("The disk of " + disk.toUri() + " is full.")
                .hasMessageContaining("Free some space");
        assertThat(ids(disk)).as("what is visible is whole").isSorted().doesNotHaveDuplicates();

        Files.delete(ballast);
        feed.deliverAll(100);
        feed.revoke();
        assertThat(ids(disk))
                .containsExactlyElementsOf(IntStream.range(0, RECORDS).boxed().toList());
    }

    private static List<Integer> ids(Path disk) throws IOException {
        try (Stream<Path> files = Files.walk(disk.resolve("topics"))) {
            List<Integer> ids = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                for (String line : Files.readAllLines(file)) {
                    assertThat(line).endsWith("x\"}");
                    ids.add(Integer.valueOf(line.substring("{\"id\":".length(), line.indexOf(','))));
                }
            }
            return ids;
        }
    }
}
