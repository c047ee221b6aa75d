package io.millrace.processing.flink.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processing.flink.FlinkPlugin;
import io.millrace.testkit.node.PluginHost;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageIT {

    private static final String JOB = JobIds.of("uid", 1);

    @TempDir
    private Path folder;

    private PluginHost host;
    private Storage storage;

    @BeforeEach
    void open() {
        host = new PluginHost(folder.resolve("data"), FlinkPlugin.class);
        storage = new Storage(host, folder.toUri() + "own");
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void findsTheHighestCheckpointThatIsComplete() throws IOException {
        complete("checkpoints/" + JOB + "/chk-9", 9);
        complete("checkpoints/" + JOB + "/chk-10", 10);
        Files.createDirectories(folder.resolve("own/checkpoints/" + JOB + "/chk-11"));

        assertThat(newest()).contains(storage.folderOf(JOB) + "/chk-10");
    }

    @Test
    void findsTheSavepointThatHasEndedTheJobUnheard() throws IOException {
        complete("checkpoints/" + JOB + "/chk-9", 9);
        complete("savepoints/" + JOB + "/savepoint-1-2", 10);

        assertThat(newest()).contains(storage.lastOf(JOB) + "/savepoint-1-2");
    }

    @Test
    void findsTheSavepointOfAJobThatHadAnotherStorage() throws IOException {
        complete("checkpoints/" + JOB + "/chk-9", 9);
        complete("savepoints/" + JOB + "/savepoint-1-2", 10);

        assertThat(await(new Storage(host, folder.toUri() + "later").newest(storage.folderOf(JOB), JOB)))
                .contains(storage.lastOf(JOB) + "/savepoint-1-2");
    }

    @Test
    void goesOnFromACheckpointAfterASavepointThatDidNotEndTheJob() throws IOException {
        complete("savepoints/" + JOB + "/savepoint-1-2", 10);
        complete("checkpoints/" + JOB + "/chk-11", 11);

        assertThat(newest()).contains(storage.folderOf(JOB) + "/chk-11");
    }

    @Test
    void forgetsWhatEarlierJobsHaveLeft() throws IOException {
        complete("checkpoints/" + JOB + "/chk-9", 9);
        complete("checkpoints/" + JobIds.of("uid", 2) + "/chk-1", 1);

        await(storage.forgetJobsBut(JobIds.of("uid", 2)));

        assertThat(newest()).isEmpty();
        assertThat(folder.resolve("own/checkpoints")).isDirectoryContaining("glob:**0002");
    }

    private Optional<String> newest() {
        return await(storage.newest(storage.folderOf(JOB), JOB));
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    private void complete(String path, long id) throws IOException {
        Path metadata =
                Files.createDirectories(folder.resolve("own").resolve(path)).resolve("_metadata");
        Files.write(
                metadata,
                ByteBuffer.allocate(16).putInt(0x4960672d).putInt(4).putLong(id).array());
    }
}
