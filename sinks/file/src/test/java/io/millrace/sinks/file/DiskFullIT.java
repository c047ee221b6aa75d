package io.millrace.sinks.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.millrace.api.feed.RecordHandler;
import io.millrace.testkit.sinks.TestContext;
import io.millrace.testkit.sinks.TestFeed;
import io.millrace.testkit.sinks.TestPartition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real file system of two mebibytes; needs to be root on Linux, and is an error under {@code CI=true} when it cannot run. */
class DiskFullIT {

    private static final int RECORDS = 3_000;

    @TempDir
    private Path folder;

    private Path disk;
    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        mounted = run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk.toString());
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
    void saysSoAndGoesOnWhenThereIsRoom() throws IOException {
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
        assertThat(ids()).as("what is visible is whole").isSorted().doesNotHaveDuplicates();

        Files.delete(ballast);
        feed.deliverAll(100);
        feed.revoke();
        assertThat(ids())
                .containsExactlyElementsOf(IntStream.range(0, RECORDS).boxed().toList());
    }

    private List<Integer> ids() throws IOException {
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

    private static boolean run(String... command) throws Exception {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException noSuchCommand) {
            return false;
        }
    }
}
