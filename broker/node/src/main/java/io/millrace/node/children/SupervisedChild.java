package io.millrace.node.children;

import io.millrace.api.child.Child;
import io.millrace.api.child.ChildSpec;
import io.millrace.api.child.ChildSpec.Readiness;
import io.millrace.api.child.ChildStatus;
import io.millrace.api.child.ChildStatus.State;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.node.feed.Backoff;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One child: a thread of its own starts it, takes what it says, and starts it again after it ended. */
final class SupervisedChild implements Child {

    private static final Logger LOG = LoggerFactory.getLogger(SupervisedChild.class);

    private static final int SHOWN_LINES = 10;
    private static final long CHECK_MS = 100;

    private final Vertx vertx;
    private final ChildSpec spec;
    private final Readiness readiness;
    private final Watcher watcher;
    private final ChildLog log;
    private final Backoff backoff;
    private final Promise<Void> stopped = Promise.promise();

    private Promise<Void> ready = Promise.promise();
    private Process process; // null while none runs
    private State state = State.STARTING;
    private int starts;
    private int failures; // in a row
    private boolean stopping;
    private String lateness; // why the running process is made to end
    private List<Problem> problems = List.of();

    SupervisedChild(Vertx vertx, ChildSpec spec, Readiness readiness, Watcher watcher, ChildLog log, Backoff backoff) {
        this.vertx = vertx;
        this.spec = spec;
        this.readiness = readiness;
        this.watcher = watcher;
        this.log = log;
        this.backoff = backoff;
    }

    SupervisedChild start() {
        Thread thread = new Thread(this::supervise, "child-" + spec.name());
        thread.setDaemon(true);
        thread.start();
        return this;
    }

    @Override
    public synchronized Future<Void> ready() {
        return ready.future();
    }

    @Override
    public synchronized ChildStatus status() {
        return new ChildStatus(spec.name(), state, Math.max(0, starts - 1), log.file(), problems);
    }

    @Override
    public Future<Void> stop() {
        Process running;
        synchronized (this) {
            stopping = true;
            running = process;
            notifyAll();
        }
        if (running != null) {
            Watcher.letEnd(running);
        }
        return stopped.future();
    }

    private void supervise() {
        try {
            while (!isStopping()) {
                run();
                pause();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            end();
        }
    }

    private synchronized boolean isStopping() {
        return stopping;
    }

    /** From one start to its end. */
    private void run() throws InterruptedException {
        long begun = System.nanoTime();
        String ending;
        try {
            Process started = watcher.start(spec);
            begin(started);
            checkReady(started, begun);
            log.take(started.getInputStream());
            ending = "ended with status " + started.waitFor();
        } catch (IOException failure) {
            ending = "could not be run: " + failure.getMessage();
        }
        ended(ending, System.nanoTime() - begun);
    }

    private void begin(Process started) {
        synchronized (this) {
            process = started;
            starts++;
            state = State.STARTING;
            if (ready.future().isComplete()) {
                ready = Promise.promise();
            }
            if (!stopping) {
                return;
            }
        }
        Watcher.letEnd(started);
    }

    private void checkReady(Process started, long begun) {
        vertx.timer(CHECK_MS, TimeUnit.MILLISECONDS)
                .compose(rung -> vertx.executeBlocking(readiness::isReady, false))
                .otherwise(false)
                .onSuccess(isReady -> {
                    if (isReady) {
                        becameReady(started);
                    } else if (System.nanoTime() - begun > spec.readyWithin().toNanos()) {
                        late(started);
                    } else if (started.isAlive()) {
                        checkReady(started, begun);
                    }
                });
    }

    private void becameReady(Process started) {
        Promise<Void> told;
        synchronized (this) {
            if (process != started || !started.isAlive()) {
                return; // what answered was something else
            }
            state = State.RUNNING;
            problems = List.of();
            told = ready;
        }
        told.tryComplete();
        LOG.atInfo().addKeyValue("child", spec.name()).log("Ready");
    }

    private void late(Process started) {
        synchronized (this) {
            lateness = "was not ready within " + spec.readyWithin().toSeconds() + " s";
        }
        Watcher.letEnd(started);
    }

    private void ended(String how, long nanos) {
        String what;
        synchronized (this) {
            what = lateness == null ? how : lateness;
            lateness = null;
            process = null;
            boolean ranWell = state == State.RUNNING && Duration.ofNanos(nanos).compareTo(backoff.longest()) > 0;
            failures = ranWell ? 1 : failures + 1;
            state = State.RETRYING;
        }
        tell(what);
    }

    /** Says what is wrong, with what the child said last. */
    private void tell(String what) {
        List<String> lines = log.lastLines(SHOWN_LINES);
        Problem problem = Problem.resource(
                "child-ended",
                "The process " + spec.name() + " " + what
                        + (lines.isEmpty() ? " and said nothing." : "; it last said:\n" + String.join("\n", lines)),
                Where.path(""),
                "It is started again; its log is " + log.file() + ".");
        Promise<Void> told;
        synchronized (this) {
            if (stopping) {
                return;
            }
            problems = List.of(problem);
            told = ready;
        }
        told.tryFail(new ProblemException(problem));
        LOG.atWarn()
                .addKeyValue("child", spec.name())
                .addKeyValue("error", what)
                .log("Starting it again");
    }

    private synchronized void pause() throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(backoff.millisAfter(failures));
        while (!stopping && System.nanoTime() < until) {
            wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())));
        }
    }

    private void end() {
        Promise<Void> told;
        synchronized (this) {
            state = State.STOPPED;
            problems = List.of();
            told = ready;
        }
        told.tryFail(new IllegalStateException("the child " + spec.name() + " is stopped"));
        stopped.tryComplete();
    }
}
