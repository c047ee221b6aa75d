package io.millrace.processing.functions.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.api.deployment.Status;
import io.millrace.api.problem.ProblemException;
import io.millrace.processing.functions.invoke.Invocation.Outcome;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What handlers do that they should not. */
@Timeout(60)
class TroubleIT {

    private static final String PYTHON = "python3.8";
    private static final String NODEJS = "nodejs18.x";
    private static final JsonObject NOTHING = new JsonObject();

    @TempDir
    private static Path dataDir;

    private static TestHost host;

    @BeforeAll
    static void start() {
        host = new TestHost(dataDir);
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    @Test
    void killsWhatRunsAwayAndHasASpareReady() {
        FunctionSpec function =
                timed(1, TestHost.function("runaway", NODEJS, "index.handler", host.zip("index.js", """
                exports.handler = async (event) => {
                  while (event.spin) {}
                  return process.pid;
                };
                """)));
        WorkerPool pool = host.start(function);
        String first = TestHost.invoke(pool, NOTHING).payload().toString();
        long begun = System.nanoTime();

        Invocation killed = TestHost.invoke(pool, new JsonObject().put("spin", true));

        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isBetween(Duration.ofMillis(1000), Duration.ofMillis(2500));
        assertThat(killed.outcome()).isEqualTo(Outcome.FAILED);
        JsonObject error = killed.payload().toJsonObject();
        assertThat(error.getString("errorType")).isEqualTo("Sandbox.Timedout");
        assertThat(error.getString("errorMessage"))
                .matches("\\S+Z " + killed.requestId() + " Task timed out after 1.00 seconds");
        assertThat(isAlive(first)).isFalse();
        begun = System.nanoTime();
        assertThat(TestHost.invoke(pool, NOTHING).payload().toString()).isNotEqualTo(first);
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .as("from the spare")
                .isLessThan(Duration.ofMillis(500));
    }

    @Test
    void tellsTheSignalThatEndedAProcess() {
        WorkerPool pool = host.start(TestHost.function("signal", PYTHON, "app.handler", host.zip("app.py", """
                import os, signal
                def handler(event, context):
                    if event:
                        os.kill(os.getpid(), signal.SIGSEGV)
                    return "alive"
                """)));

        Invocation killed = TestHost.invoke(pool, new JsonObject().put("kill", true));

        assertThat(killed.payload().toJsonObject())
                .isEqualTo(new JsonObject()
                        .put("errorType", "Runtime.ExitError")
                        .put(
                                "errorMessage",
                                "RequestId: " + killed.requestId()
                                        + " Error: Runtime exited with error: signal: segmentation fault"));
        assertThat(TestHost.invoke(pool, NOTHING).payload().toString()).isEqualTo("\"alive\"");
    }

    @Test
    void killsWhatUsesTooMuchMemoryWithAllItsProcesses() {
        FunctionSpec plain = TestHost.function("hoard", PYTHON, "app.handler", host.zip("app.py", """
                import subprocess, sys
                def handler(event, context):
                    hoard = "a = bytearray(150 << 20); import time; time.sleep(30)"
                    subprocess.run([sys.executable, "-c", hoard], check=True)
                """));
        FunctionSpec function =
                new FunctionSpec(plain.name(), plain.runtime(), plain.handler(), plain.code(), 20, 128, Map.of(), 1);

        Invocation killed = TestHost.invoke(host.start(function), NOTHING);

        assertThat(killed.payload().toJsonObject())
                .isEqualTo(new JsonObject()
                        .put("errorType", "Runtime.OutOfMemory")
                        .put(
                                "errorMessage",
                                "RequestId: " + killed.requestId()
                                        + " Error: Runtime exited with error: signal: killed"));
    }

    @Test
    void tellsWhyAHandlerCannotBeInitialisedAndTriesAgain() throws IOException {
        Path database = dataDir.resolve("database");
        WorkerPool pool = host.start(
                TestHost.function("init", PYTHON, "app.handler", host.zip("app.py", """
                print("connecting")
                open("%s")
                def handler(event, context): return "connected"
                """.formatted(database))));

        assertThatThrownBy(() -> TestHost.invoke(pool, NOTHING))
                .hasRootCauseInstanceOf(ProblemException.class)
                .hasMessageContaining("the function could not be initialised: FileNotFoundError")
                .hasMessageContaining("it last said:\nconnecting");
        assertThat(pool.status().state()).isEqualTo(Status.State.RETRYING);
        assertThat(pool.status().problems()).hasSize(1);

        Files.createFile(database);

        await().until(() -> pool.status().state() == Status.State.RUNNING);
        assertThat(TestHost.invoke(pool, NOTHING).payload().toString()).isEqualTo("\"connected\"");
    }

    @Test
    void doesNotStartOneAgainAtOnceThatEndsByItself() {
        WorkerPool pool = host.start(TestHost.function("leaving", NODEJS, "index.handler", host.zip("index.js", """
                exports.handler = async () => 'here';
                setTimeout(() => process.exit(0), 200);
                """)));

        await().until(() -> pool.status().problems().stream()
                .anyMatch(problem -> problem.what()
                        .startsWith("the function ended while it waited: its process ended with exit status 0")));
    }

    @Test
    void tellsInitErrorsOfJava() {
        WorkerPool pool = host.start(TestHost.function(
                "broken", "java17", "io.millrace.processing.functions.handlers.Handlers$Broken", host.jar()));

        assertThatThrownBy(() -> TestHost.invoke(pool, NOTHING))
                .hasMessageContaining("the function could not be initialised")
                .hasMessageContaining("no database");
    }

    @Test
    void isNotHeldUpByOneThatFloodsItsOutput() {
        WorkerPool flood = host.start(TestHost.function("flood", PYTHON, "app.handler", host.zip("app.py", """
                import sys
                def handler(event, context):
                    for _ in range(400_000):
                        sys.stdout.write("x" * 99 + "\\n")
                    return "said"
                """)));
        WorkerPool calm = host.start(TestHost.function(
                "calm", PYTHON, "app.handler", host.zip("app.py", "def handler(event, context): return 1\n")));
        TestHost.invoke(calm, NOTHING);

        Future<Invocation> flooding = flood.invoke(NOTHING.toBuffer(), true);
        long begun = System.nanoTime();
        assertThat(TestHost.invoke(calm, NOTHING).payload().toString()).isEqualTo("1");

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
        Invocation said = TestHost.await(flooding);
        assertThat(said.payload().toString()).isEqualTo("\"said\"");
        assertThat(said.log()).hasSizeLessThanOrEqualTo(100);
    }

    @Test
    void startsAsManyProcessesAsItMayWhenCallsWait() {
        FunctionSpec plain = TestHost.function("many", PYTHON, "app.handler", host.zip("app.py", """
                import os, time
                def handler(event, context):
                    time.sleep(event["seconds"])
                    return os.getpid()
                """));
        FunctionSpec function =
                new FunctionSpec(plain.name(), plain.runtime(), plain.handler(), plain.code(), 20, 256, Map.of(), 3);
        WorkerPool pool = host.start(function);
        JsonObject slow = new JsonObject().put("seconds", 1.5);
        TestHost.invoke(pool, new JsonObject().put("seconds", 0));
        assertThat(pool.status().details().getInteger("processes")).isEqualTo(1);

        List<Future<Invocation>> calls = IntStream.range(0, 6)
                .mapToObj(i -> pool.invoke(slow.toBuffer()))
                .toList();
        Set<String> processes = new HashSet<>();
        calls.forEach(call -> processes.add(TestHost.await(call).payload().toString()));

        assertThat(processes).hasSize(3);
        assertThat(pool.status().details().getInteger("processes")).isLessThanOrEqualTo(3);
    }

    @Test
    void leavesNoProcessWhenItIsStopped() {
        WorkerPool pool = host.start(TestHost.function("stopped", PYTHON, "app.handler", host.zip("app.py", """
                import subprocess, time
                def handler(event, context):
                    if not event:
                        return subprocess.Popen(["sleep", "1000"]).pid
                    time.sleep(10)
                """)));
        String pid = TestHost.invoke(pool, NOTHING).payload().toString();
        assertThat(isAlive(pid)).isTrue();
        Future<Invocation> cut = pool.invoke(new JsonObject().put("wait", true).toBuffer());
        await().until(() -> pool.status().details().getInteger("busy") == 1);

        TestHost.await(pool.undeploy());

        await().until(() -> !isAlive(pid));
        await().atMost(5, TimeUnit.SECONDS).until(cut::failed);
        assertThat(cut.cause()).isInstanceOf(ProblemException.class).hasMessageContaining("is being stopped");
    }

    private static FunctionSpec timed(int seconds, FunctionSpec plain) {
        return new FunctionSpec(
                plain.name(), plain.runtime(), plain.handler(), plain.code(), seconds, 256, Map.of(), 1);
    }

    private static boolean isAlive(String pid) {
        return ProcessHandle.of(Long.parseLong(pid))
                .filter(ProcessHandle::isAlive)
                .isPresent();
    }
}
