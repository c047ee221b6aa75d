package io.millrace.node.children;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.api.child.Run;
import io.millrace.api.child.RunSpec;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SingleRunIT {

    private final Vertx vertx = Vertx.vertx();
    private final List<String> said = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    private Children children;

    @BeforeEach
    void open() {
        children = Children.open(vertx, folder);
    }

    @AfterEach
    void stop() throws Exception {
        result(children.stop());
        result(vertx.close());
    }

    @Test
    void hasNothingOfTheNodesEnvironmentAndWorksWhereItIsTold() throws Exception {
        Run run = run("env; pwd; echo oops >&2; exit 7");

        assertThat(result(run.ended())).isEqualTo(7);
        assertThat(said).contains("GREETING=hello", folder.toRealPath().toString(), "oops");
        assertThat(said.stream().filter(line -> line.contains("=")).map(line -> line.replaceAll("=.*", "")))
                .isSubsetOf("GREETING", "PATH", "PWD", "SHLVL", "_", "OLDPWD");
        assertThat(said.get(said.size() - 1)).isEqualTo("oops");
    }

    @Test
    void isKilledAtOnceWithAllThatItHasStarted() throws Exception {
        Run run = run("trap '' TERM; sleep 1000 & echo $!; while :; do sleep 0.1; done");
        await().until(() -> !said.isEmpty());
        long grandchild = Long.parseLong(said.get(0));
        long begun = System.nanoTime();

        run.kill();

        assertThat(result(run.ended())).isEqualTo(128 + 9);
        assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(2));
        await().until(() ->
                ProcessHandle.of(grandchild).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void isNotStartedAgain() throws Exception {
        assertThat(result(run("kill -s SEGV $$").ended())).isEqualTo(128 + 11);
        await().until(() -> !Files.exists(folder.resolve("one/pid")));

        assertThat(result(run("echo again").ended())).isZero();
        assertThat(said).containsExactly("again");
    }

    @Test
    void tellsTheMemoryOfAllItsProcesses() throws Exception {
        Run run =
                run("python3 -c 'a = bytearray(80 << 20); print(1, flush=True); import time; time.sleep(100)' & wait");
        await().until(() -> !said.isEmpty());

        assertThat(run.residentBytes()).isBetween(80L << 20, 200L << 20);
        run.kill();
        result(run.ended());
        assertThat(run.residentBytes()).isZero();
    }

    @Test
    void tellsLongLinesInPieces() throws Exception {
        result(run("head -c 20000 /dev/zero | tr '\\0' x; echo; printf end").ended());

        assertThat(said).hasSize(4).endsWith("end");
        assertThat(String.join("", said)).hasSize(20_003);
    }

    @Test
    void doesNotWaitForTheEndOfALineThatHasNone() throws Exception {
        Run run = run("printf begun; sleep 1; echo; echo next; printf a; printf b; sleep 1000");

        await().untilAsserted(() -> assertThat(said).containsExactly("begun", "next", "ab"));
        run.kill();
        result(run.ended());
    }

    private Run run(String script) {
        RunSpec spec = new RunSpec(
                "one", List.of("sh", "-c", script), Map.of("GREETING", "hello", "PATH", System.getenv("PATH")), folder);
        return children.run(spec, said::add);
    }

    private static <T> T result(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
