package io.millrace.sinks.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeStoreIT {

    @TempDir
    private Path dataDir;

    private EmbeddedHost host;
    private NodeStore store;

    @BeforeEach
    void open() {
        host = new EmbeddedHost(dataDir);
        store = host.store();
    }

    @AfterEach
    void close() throws Exception {
        host.close();
    }

    @Test
    void keepsObjectsByUri() throws Exception {
        assertThat(store.status().state()).as("before it is needed").isEqualTo("idle");
        await(store.put(URI.create("s3://letters/a/one"), Buffer.buffer("first")));
        await(store.put(URI.create("s3://letters/a/one"), Buffer.buffer("second")));
        await(store.put(URI.create("s3://letters/a/two"), Buffer.buffer("other")));
        await(store.put(URI.create("s3://letters/b"), Buffer.buffer("last")));

        assertThat(await(store.get(URI.create("s3://letters/a/one"))).toString())
                .isEqualTo("second");
        assertThat(await(store.list(URI.create("s3://letters/a/"))))
                .containsExactly(URI.create("s3://letters/a/one"), URI.create("s3://letters/a/two"));
        assertThat(await(store.list(URI.create("s3://letters/a/t")))).containsExactly(URI.create("s3://letters/a/two"));
        assertThat(await(store.list(URI.create("s3://letters/")))).hasSize(3);
        assertThat(await(store.list(URI.create("s3://letters/none/")))).isEmpty();
        await(store.delete(URI.create("s3://letters/a/one")));
        await(store.delete(URI.create("s3://letters/a/one")));
        Future<Buffer> gone = store.get(URI.create("s3://letters/a/one"));
        assertThat(gone.toCompletionStage().toCompletableFuture())
                .failsWithin(10, TimeUnit.SECONDS)
                .withThrowableThat()
                .withCauseInstanceOf(ProblemException.class)
                .withMessageContaining("There is no object s3://letters/a/one.");
        assertThat(store.status().state()).isEqualTo("running");
    }

    @Test
    void keepsPortAndKeyAndHidesThem() throws Exception {
        String endpoint = store.status().endpoint();
        String[] key = EmbeddedHost.key(dataDir);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dataDir.resolve("s3/credentials"))))
                .isEqualTo("rw-------");

        NodeStore next = host.store();

        assertThat(next.status().endpoint()).isEqualTo(endpoint);
        assertThat(EmbeddedHost.key(dataDir)).isEqualTo(key);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
