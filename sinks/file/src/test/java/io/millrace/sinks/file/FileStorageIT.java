package io.millrace.sinks.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.sinks.writer.Area;
import io.millrace.sinks.writer.Intent;
import io.millrace.sinks.writer.Output;
import io.millrace.sinks.writer.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStorageIT {

    private static final Area AREA = new Area("uid", "topic-id", 0);

    @TempDir
    private Path folder;

    private Storage storage;

    @BeforeEach
    void open() {
        storage = new FileStorage(folder.resolve("made/on/demand"));
    }

    @Test
    void letsExactlyOneOfManyCreateAnObject() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 20; round++) {
                String name = "log/" + round;
                List<Callable<Boolean>> creators = IntStream.range(0, 4)
                        .<Callable<Boolean>>mapToObj(
                                each -> () -> new FileStorage(folder).createNew(name, ("by " + each).getBytes(UTF_8)))
                        .toList();
                int created = 0;
                for (Future<Boolean> creator : threads.invokeAll(creators)) {
                    created += creator.get() ? 1 : 0;
                }
                assertThat(created).isEqualTo(1);
            }
        } finally {
            threads.shutdown();
        }
        assertThat(new FileStorage(folder).list("log")).hasSize(20);
    }

    @Test
    void keepsWhatWasCreatedFirst() throws IOException {
        assertThat(storage.createNew("a/b", "first".getBytes(UTF_8))).isTrue();
        assertThat(storage.createNew("a/b", "second".getBytes(UTF_8))).isFalse();
        assertThat(storage.read("a/b"))
                .hasValueSatisfying(content -> assertThat(content).asString().isEqualTo("first"));
        assertThat(storage.read("a/c")).isEmpty();
    }

    @Test
    void showsAnOutputWhenItIsPublished() throws IOException {
        Output output = storage.create(AREA, "topics/t/f");
        output.write("content".getBytes(UTF_8));
        assertThat(storage.list("topics")).isEmpty();
        Intent.File file = new Intent.File(output.seal(), "topics/t/f", 0, 0, 1, output.bytes(), 0);
        assertThat(storage.list("topics")).isEmpty();
        assertThat(storage.unpublished(AREA)).containsExactly(file.output());

        assertThat(storage.publish(List.of(file))).isEmpty();
        assertThat(storage.read("topics/t/f"))
                .hasValueSatisfying(content -> assertThat(content).asString().isEqualTo("content"));
        assertThat(storage.unpublished(AREA)).isEmpty();
        assertThat(storage.publish(List.of(file))).as("once more").isEmpty();
    }

    @Test
    void tellsWhatCannotBePublished() throws IOException {
        Output there = storage.create(AREA, "topics/t/there");
        Output gone = storage.create(AREA, "topics/t/gone");
        Intent.File first = new Intent.File(gone.seal(), "topics/t/gone", 0, 0, 1, 0, 0);
        Intent.File second = new Intent.File(there.seal(), "topics/t/there", 0, 0, 1, 0, 0);
        storage.drop(first.output());
        assertThat(storage.publish(List.of(first, second))).containsExactly(first);
        assertThat(storage.list("topics/t")).containsExactly("there");
    }

    @Test
    void dropsOutputsSealedOrNot() throws IOException {
        Output open = storage.create(AREA, "topics/t/a");
        Output sealed = storage.create(AREA, "topics/t/b");
        String handle = sealed.seal();
        open.drop();
        storage.drop(handle);
        storage.drop(handle);
        assertThat(storage.unpublished(AREA)).isEmpty();
    }

    @Test
    void keepsAreasApart() throws IOException {
        storage.create(new Area("uid", "topic-id", 1), "topics/t/a").seal();
        assertThat(storage.unpublished(AREA)).isEmpty();
    }

    @Test
    void deletesFoldersWithAllThatIsInThem() throws IOException {
        storage.createNew("a/b/c", new byte[0]);
        storage.mark("a/d");
        storage.mark("a/d");
        storage.deleteAll("a");
        storage.deleteAll("a");
        assertThat(storage.list("a")).isEmpty();
        assertThat(folder.resolve("made/on/demand")).isEmptyDirectory();
    }

    @Test
    void staysInItsFolder() {
        assertThatThrownBy(() -> storage.create(AREA, "../outside")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> storage.read("/etc/hostname")).isInstanceOf(IOException.class);
    }

    @Test
    void explainsWhatIsInTheWay() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        Storage blocked = new FileStorage(file.resolve("below"));
        assertThatThrownBy(() -> blocked.create(AREA, "a"))
                .isInstanceOfSatisfying(
                        IOException.class,
                        failure -> assertThat(blocked.explain(failure).toString())
                                .startsWith("config.store.url: Writing to file://")
                                .contains("failed"));
        assertThat(storage.explain(new IOException("/a: No space left on device"))
                        .code())
                .isEqualTo("disk-full");
        assertThat(storage.explain(new IOException("/a: Too many open files")).mend())
                .contains("partitioner.max.open.files");
    }
}
