package io.millrace.sinks.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.feed.RecordHandler;
import io.millrace.testkit.sinks.SinkContract;
import io.millrace.testkit.sinks.TestContext;
import io.millrace.testkit.sinks.TestFeed;
import io.millrace.testkit.sinks.TestPartition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSinkIT extends SinkContract {

    private static final Pattern ID = Pattern.compile("\\{\"id\":(\\d+),.*}");

    @TempDir
    private Path dataDir;

    private TestContext context;

    @Override
    protected RecordHandler start() {
        context = new TestContext(dataDir, "uid-1");
        return new FileSink().open(new SettingsOf().flushSize(FLUSH_SIZE).settings(), context);
    }

    @Override
    protected List<Long> written() {
        List<Long> ids = new ArrayList<>();
        for (Path file : files(dataDir.resolve("files/topics"))) {
            for (String line : lines(file)) {
                Matcher id = ID.matcher(line);
                assertThat(id.matches()).as("a whole record in " + file).isTrue();
                ids.add(Long.valueOf(id.group(1)));
            }
        }
        return ids;
    }

    @Test
    void namesFilesAsUsersExpect() {
        TestPartition partition = records(25);
        TestFeed feed = new TestFeed(start(), partition).assign();
        feed.deliverAll(7);
        feed.revoke();
        assertThat(files(dataDir.resolve("files/topics")).stream()
                        .map(each -> dataDir.resolve("files").relativize(each).toString()))
                .containsExactly(
                        "topics/quakes/partition=0/quakes+0+0000000000.json",
                        "topics/quakes/partition=0/quakes+0+0000000010.json",
                        "topics/quakes/partition=0/quakes+0+0000000020.json");
        assertThat(context.count("sink.files.written")).isEqualTo(3);
        assertThat(context.count("sink.records.written")).isEqualTo(25);
        assertThat(context.count("sink.bytes.written")).isEqualTo(25L * "{'id':100,'a':0}\n".length());
    }

    @Test
    void showsOnlyWholeFilesToWhoeverListsMeanwhile() throws Exception {
        TestFeed feed = new TestFeed(start(), records(2_000)).assign();
        AtomicBoolean writing = new AtomicBoolean(true);
        ExecutorService reader = Executors.newSingleThreadExecutor();
        try {
            Future<Integer> listings = reader.submit(() -> {
                int count = 0;
                do {
                    assertThat(written()).doesNotHaveDuplicates();
                    assertThat(written().size() % FLUSH_SIZE).isZero();
                    count++;
                } while (writing.get());
                return count;
            });
            feed.deliverAll(7);
            writing.set(false);
            assertThat(listings.get()).isPositive();
        } finally {
            reader.shutdown();
        }
        assertThat(written()).hasSize(2_000);
    }

    @Test
    void leavesNothingBehindButItsLastIntent() {
        TestPartition partition = records(95);
        TestFeed feed = new TestFeed(start(), partition).assign();
        feed.deliverAll(10);
        feed.revoke();
        List<String> left = files(dataDir.resolve("files/_millrace")).stream()
                .map(each -> dataDir.resolve("files/_millrace").relativize(each).toString())
                .toList();
        assertThat(left).contains("places/topics%2Fquakes", "uid-1/topic-id/0/00000000000000000009");
        assertThat(left).as("intents that are committed are removed").hasSizeLessThanOrEqualTo(5);
    }

    @Test
    void forgetsWhereItWentOnButKeepsWhatIsWritten() {
        TestPartition partition = records(25);
        TestFeed feed = new TestFeed(start(), partition).assign();
        feed.deliverAll(10);
        feed.revoke();
        new FileSink().forget(new SettingsOf().settings(), context);
        partition.commit(20);
        TestFeed again = new TestFeed(start(), partition).assign();
        assertThat(again.position()).isEqualTo(20);
        assertThat(written()).hasSize(25);
    }

    private static TestPartition records(int count) {
        TestPartition partition = new TestPartition("quakes", 0, "topic-id");
        for (int i = 0; i < count; i++) {
            partition.append(("{\"id\":" + (100 + i) + ",\"a\":0}").getBytes(StandardCharsets.UTF_8));
        }
        return partition;
    }

    private static List<Path> files(Path folder) {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
