package io.millrace.node.children;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.api.child.Child;
import io.millrace.api.child.ChildSpec;
import io.millrace.api.child.ChildStatus.State;
import io.millrace.api.problem.ProblemException;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ChildrenIT {

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path folder;

    private Children children;

    @AfterEach
    void stop() throws Exception {
        if (children != null) {
            children.stop().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        }
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void runsUntilItIsStoppedAndLeavesNoProcess() throws Exception {
        Child child = start("sleep 1000 & sleep 1000", true);
        ready(child);
        long pid = pid();
        assertThat(child.status().state()).isEqualTo(State.RUNNING);
        List<ProcessHandle> family = family(pid);
        assertThat(family).hasSizeGreaterThanOrEqualTo(2);

        child.stop().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);

        await().until(() -> family.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(child.status().state()).isEqualTo(State.STOPPED);
        assertThat(folder.resolve("child/pid")).doesNotExist();
    }

    @Test
    void startsAChildAgainThatWasKilled() throws Exception {
        Child child = start("sleep 1000", true);
        ready(child);
        long first = pid();

        ProcessHandle.of(first).orElseThrow().destroyForcibly();

        await().until(() -> child.status().restarts() == 1 && child.status().state() == State.RUNNING);
        assertThat(pid()).isNotEqualTo(first);
        assertThat(child.status().problems()).isEmpty();
    }

    @Test
    void tellsWhatAChildSaidLastThatDoesNotStart() {
        Child child = start("echo one; echo two >&2; exit 3", false);

        assertThat(problem(child))
                .contains("The process child ended with status 3; it last said:\none\ntwo")
                .contains("It is started again; its log is " + folder.resolve("child/log"));
        assertThat(child.status().problems()).hasSize(1);
        await().until(() -> child.status().restarts() >= 2);
    }

    @Test
    void tellsOfACommandThatThereIsNot() {
        children = Children.open(vertx, folder);
        Child child = children.start(spec(List.of("/no/such/command"), 10), () -> true);

        assertThat(problem(child)).contains("ended with status 127").contains("/no/such/command");
    }

    @Test
    void endsAChildThatIsNotReadyInTime() {
        children = Children.open(vertx, folder);
        Child child = children.start(spec(List.of("sh", "-c", "echo coming; sleep 1000"), 1), () -> false);

        assertThat(problem(child)).contains("was not ready within 1 s; it last said:\ncoming");
        await().until(() -> child.status().restarts() >= 1);
    }

    @Test
    void killsWhatDoesNotEndWhenAsked() throws Exception {
        Child child = start("trap '' TERM; while :; do sleep 0.1; done", true);
        ready(child);
        long pid = pid();

        child.stop().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);

        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void keepsSoMuchOfTheLogAndNoMore() throws Exception {
        Child child = start(
                "i=0; while [ $i -lt 60000 ]; do echo $i $i $i $i $i $i $i $i $i $i; i=$((i+1)); done;"
                        + " echo all; sleep 1000",
                true);
        ready(child);
        Path log = child.status().log();

        await().atMost(Duration.ofSeconds(30)).until(() -> Files.readString(log).endsWith("all\n"));

        assertThat(Files.size(log)).isLessThanOrEqualTo(1 << 20);
        assertThat(Files.size(log.resolveSibling("log.1"))).isLessThanOrEqualTo(1 << 20);
    }

    @Test
    void noChildOutlivesTheNode() throws Exception {
        Process parent = parent();
        await().until(() -> Files.exists(folder.resolve("sleeper/log"))
                && Files.readString(folder.resolve("sleeper/log")).endsWith("\n"));
        long grandchild =
                Long.parseLong(Files.readString(folder.resolve("sleeper/log")).strip());
        long child =
                Long.parseLong(Files.readString(folder.resolve("sleeper/pid")).strip());
        await().until(() -> Files.exists(folder.resolve("run/pid")));
        long run = Long.parseLong(Files.readString(folder.resolve("run/pid")).strip());
        assertThat(List.of(child, grandchild, run)).allMatch(ChildrenIT::isAlive);

        parent.destroyForcibly().waitFor();

        await().until(() -> !isAlive(child) && !isAlive(grandchild) && !isAlive(run));
    }

    @Test
    void endsAtTheNextStartWhatACrashHasLeft() throws Exception {
        Process left = new ProcessBuilder("setsid", "sh", "-c", "sleep 1000 & wait").start();
        Files.createDirectories(folder.resolve("child"));
        Files.writeString(folder.resolve("child/pid"), left.pid() + "\n");

        children = Children.open(vertx, folder);

        assertThat(left.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(folder.resolve("child/pid")).doesNotExist();
    }

    @Test
    void leavesAProcessAloneThatHasTheRecordedIdByChance() throws Exception {
        Path record = Files.createDirectories(folder.resolve("child")).resolve("pid");
        Process other = new ProcessBuilder("sleep", "1000").start();
        Files.writeString(record, other.pid() + "\n");
        Files.setLastModifiedTime(record, FileTime.from(Instant.now().minusSeconds(60)));
        try {
            children = Children.open(vertx, folder);

            assertThat(other.isAlive()).isTrue();
            assertThat(record).doesNotExist();
        } finally {
            other.destroyForcibly();
        }
    }

    private Child start(String script, boolean ready) {
        children = Children.open(vertx, folder);
        return children.start(spec(List.of("sh", "-c", script), 10), () -> ready);
    }

    private static ChildSpec spec(List<String> command, int seconds) {
        return new ChildSpec("child", command, Map.of(), Duration.ofSeconds(seconds));
    }

    private static void ready(Child child) throws Exception {
        child.ready().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static String problem(Child child) {
        await().until(() -> child.ready().failed());
        assertThat(child.ready().cause()).isInstanceOf(ProblemException.class);
        return child.ready().cause().getMessage();
    }

    private long pid() throws IOException {
        return Long.parseLong(Files.readString(folder.resolve("child/pid")).strip());
    }

    private static List<ProcessHandle> family(long pid) {
        ProcessHandle child = ProcessHandle.of(pid).orElseThrow();
        await().until(() -> child.descendants().findAny().isPresent());
        return Stream.concat(Stream.of(child), child.descendants()).toList();
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    private Process parent() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ParentMain.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.INHERIT)
                .start();
    }
}
