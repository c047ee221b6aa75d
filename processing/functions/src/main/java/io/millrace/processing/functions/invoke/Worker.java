package io.millrace.processing.functions.invoke;

import io.millrace.api.PluginContext;
import io.millrace.api.child.Run;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.Where;
import io.millrace.processing.functions.invoke.Invocation.Outcome;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** One process that serves a function, from its start to its end, and the call it is at. On the function's context. */
final class Worker implements RuntimeApi.Client {

    private static final int KEPT_LINES = 10;
    private static final long LONGEST_INIT_MS = 60_000;

    /** From an answer until what was said before it has come through the pipe. */
    private static final long LAST_LINES_MS = 300;

    private static final long MEBIBYTE = 1 << 20;

    /** States of a process. */
    enum State {
        STARTING,
        IDLE,
        BUSY,
        /** Killed or ended by itself; what it was at is not answered yet. */
        ENDING
    }

    /** Whom it works for. Every method is called on the context. */
    interface Owner {

        /** It can take a call. */
        void idle(Worker worker);

        /** It has been at a call for so long that another may be needed in its stead. */
        void slow(Worker worker);

        /** A call has its answer. */
        void called(Outcome outcome);

        /**
         * Nothing of it runs any more.
         *
         * @param problem why it ended by itself before it took a call; null when it took one, or was stopped
         */
        void ended(Worker worker, Problem problem);
    }

    private final String name;
    private final Vertx vertx;
    private final Context context;
    private final FunctionSpec function;
    private final FunctionLog log;
    private final Owner owner;
    private final Deque<String> lastLines = new ArrayDeque<>();
    private final long startedNanos = System.nanoTime();
    private RuntimeApi api;
    private Run run;
    private volatile State state = State.STARTING;
    private volatile Call call; // the latest
    private boolean answered = true;
    private boolean wasReady;
    private long initNanos;
    private long idleSinceNanos;
    private long deadline = -1; // timer
    private long halfTime = -1; // timer
    private Function<String, RuntimeError> verdict; // why it is made to end; null when it ends by itself
    private boolean stopped; // by its owner
    private String initError;
    private volatile long peakBytes;

    /** @param name of the process, unique in the node */
    Worker(String name, Vertx vertx, FunctionSpec function, FunctionLog log, Owner owner) {
        this.name = name;
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.function = function;
        this.log = log;
        this.owner = owner;
    }

    String name() {
        return name;
    }

    /** Starts the process. */
    Worker start(PluginContext node, Launcher launcher) {
        deadline = vertx.setTimer(LONGEST_INIT_MS, late -> {
            initError = "it did not ask for an event within " + LONGEST_INIT_MS / 1000 + " s";
            kill();
        });
        RuntimeApi.open(vertx, this)
                .compose(opened -> {
                    api = opened;
                    return vertx.executeBlocking(() -> node.run(launcher.spec(name, api.address()), this::said), false);
                })
                .onSuccess(started -> {
                    run = started;
                    run.ended()
                            .onComplete(end -> context.runOnContext(
                                    now -> ended(end.succeeded() ? end.result() : -1, end.cause())));
                    if (state == State.ENDING) {
                        run.kill();
                    }
                })
                .onFailure(notStarted -> ended(-1, notStarted));
        return this;
    }

    State state() {
        return state;
    }

    /** Since it waits for a call. */
    long idleNanos() {
        return System.nanoTime() - idleSinceNanos;
    }

    void take(Call next) {
        call = next;
        answered = false;
        state = State.BUSY;
        next.begin();
        log.start(next);
        long timeoutMs = TimeUnit.SECONDS.toMillis(function.timeoutSeconds());
        deadline = vertx.setTimer(timeoutMs, late -> timedOut());
        halfTime = vertx.setTimer(Math.max(timeoutMs / 2, timeoutMs - 10_000), slow -> owner.slow(this));
        api.hand(next, function, System.currentTimeMillis() + timeoutMs);
    }

    private void timedOut() {
        end(requestId -> RuntimeError.timedOut(Instant.now(), requestId, function.timeoutSeconds()));
    }

    /** Looks how much memory it uses, and kills it when that is too much. */
    void checkMemory(boolean limited) {
        if (run == null || state == State.ENDING) {
            return;
        }
        vertx.executeBlocking(run::residentBytes, false).onSuccess(bytes -> {
            peakBytes = Math.max(peakBytes, bytes);
            if (limited && bytes > function.memoryMebibytes() * MEBIBYTE && state != State.ENDING) {
                initError = "it used " + bytes / MEBIBYTE + " MB of memory, and memorySize is "
                        + function.memoryMebibytes();
                end(RuntimeError::outOfMemory);
            }
        });
    }

    private void end(Function<String, RuntimeError> why) {
        verdict = why;
        kill();
    }

    /** Ends it at once; a call that it is at fails for this reason. */
    void stop(Throwable reason) {
        stopped = true;
        if (!answered) {
            answered = true;
            call.answer().tryFail(reason);
        }
        kill();
    }

    private void kill() {
        state = State.ENDING;
        if (run != null) {
            run.kill();
        }
    }

    // ---- what the process does

    @Override
    public void asks() {
        cancelTimers();
        if (state == State.ENDING) {
            return;
        }
        if (!wasReady) {
            wasReady = true;
            initNanos = System.nanoTime() - startedNanos;
        }
        if (!answered) {
            settle(Outcome.FAILED, new RuntimeError("Runtime.NoResponse", "The runtime gave no response").toBuffer());
        }
        state = State.IDLE;
        idleSinceNanos = System.nanoTime();
        owner.idle(this);
    }

    @Override
    public boolean answers(String requestId, Buffer payload) {
        return isAt(requestId) && settle(Outcome.ANSWERED, payload);
    }

    @Override
    public boolean fails(String requestId, String errorType, Buffer error) {
        return isAt(requestId)
                && settle(
                        Outcome.FAILED,
                        error.length() > 0
                                ? error
                                : new RuntimeError(errorType, "The function failed without saying why").toBuffer());
    }

    @Override
    public void initFails(String errorType, Buffer error) {
        initError = RuntimeError.told(errorType, error).toString();
    }

    private boolean isAt(String requestId) {
        return !answered && verdict == null && call.requestId().equals(requestId);
    }

    private boolean settle(Outcome outcome, Buffer payload) {
        answered = true;
        Call done = call;
        log.end(done, function, peakBytes, initNanos, outcome);
        initNanos = 0;
        owner.called(outcome);
        if (done.logged()) {
            vertx.setTimer(LAST_LINES_MS, said -> done.end(outcome, payload));
        } else {
            done.end(outcome, payload);
        }
        return true;
    }

    /** On the thread that reads the process's output. */
    private void said(String line) {
        Call at = call;
        synchronized (lastLines) {
            lastLines.add(line);
            if (lastLines.size() > KEPT_LINES) {
                lastLines.remove();
            }
        }
        if (at != null) {
            at.said(line);
        }
        log.said(at == null ? "" : at.requestId(), line);
    }

    private void ended(int status, Throwable notStarted) {
        cancelTimers();
        state = State.ENDING;
        if (!answered) {
            RuntimeError error =
                    verdict != null ? verdict.apply(call.requestId()) : RuntimeError.exited(call.requestId(), status);
            log.failed(call, error);
            settle(Outcome.FAILED, error.toBuffer());
        }
        Future<Void> closed = api == null ? Future.succeededFuture() : api.close();
        closed.onComplete(done -> owner.ended(this, stopped || call != null ? null : problem(status, notStarted)));
    }

    private void cancelTimers() {
        vertx.cancelTimer(deadline);
        vertx.cancelTimer(halfTime);
    }

    private Problem problem(int status, Throwable notStarted) {
        String why = Optional.ofNullable(initError)
                .orElseGet(() -> notStarted == null
                        ? "its process ended with " + RuntimeError.ending(status)
                        : "its process could not be started: " + notStarted.getMessage());
        String said;
        synchronized (lastLines) {
            said = lastLines.isEmpty() ? "." : "; it last said:\n" + String.join("\n", lastLines);
        }
        return Problem.user(
                "function-init-failed",
                (wasReady ? "the function ended while it waited: " : "the function could not be initialised: ")
                        + why
                        + said,
                Where.path("handler"),
                "Mend it and apply it again; until then it is started again now and then.");
    }
}
