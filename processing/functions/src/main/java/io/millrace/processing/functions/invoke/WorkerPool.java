package io.millrace.processing.functions.invoke;

import io.millrace.api.Meters;
import io.millrace.api.PluginContext;
import io.millrace.api.deployment.Status;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.processing.functions.invoke.Invocation.Outcome;
import io.millrace.processing.functions.invoke.RuntimeId.Language;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The processes of one function, and the calls that wait for one. One process is kept warm; others come when calls wait, and
 * go when there is nothing for them to do. Everything happens on the verticle's context but what any thread may call.
 */
public final class WorkerPool extends VerticleBase implements Invoker {

    /** A process that is only busy for a moment is waited for, since another takes longer to start. */
    private static final long PATIENCE_MS = 100;

    private static final long TICK_MS = 500;
    private static final long LONGEST_IDLE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long FIRST_BACKOFF_MS = 1_000;
    private static final long LONGEST_BACKOFF_MS = 60_000;

    private final PluginContext node;
    private final FunctionSpec function;
    private final Launcher launcher;
    private final FunctionLog log;
    private final Owner owner = new Owner();
    private final Deque<Call> waiting = new ArrayDeque<>();
    private final List<Worker> workers = new CopyOnWriteArrayList<>();
    private final Promise<Void> stopped = Promise.promise();
    private final Meters.Counter invocationMeter;
    private final Meters.Counter errorMeter;
    private volatile List<Problem> problems = List.of();
    private volatile boolean wasReady;
    private final AtomicLong invocations = new AtomicLong();
    private final AtomicLong errors = new AtomicLong();
    private long ticker;
    private boolean impatient; // a timer looks after those who wait
    private boolean resting; // until the next start after one that failed
    private int failures; // in a row
    private ProblemException stopping; // null while it runs
    private Future<Void> gone; // null while it is deployed

    private WorkerPool(PluginContext node, FunctionSpec function, Launcher launcher, Meters meters) {
        this.node = node;
        this.function = function;
        this.launcher = launcher;
        this.log = new FunctionLog("Function/" + function.name());
        this.invocationMeter = meters.counter("function.invocations", "Invocations that have ended");
        this.errorMeter = meters.counter("function.errors", "Invocations that ended with an error of the function");
        meters.gauge("function.processes", "Processes of the function", workers::size);
    }

    /** Starts the first process, without waiting for it. */
    static Future<WorkerPool> deploy(PluginContext node, FunctionSpec function, Launcher launcher, Meters meters) {
        WorkerPool pool = new WorkerPool(node, function, launcher, meters);
        return node.vertx().deployVerticle(pool).map(pool);
    }

    @Override
    public Future<?> start() {
        ticker = vertx.setPeriodic(TICK_MS, tick -> tick());
        startWorker();
        return Future.succeededFuture();
    }

    @Override
    public Future<Invocation> invoke(Buffer event) {
        return invoke(event, false);
    }

    /** @param logged whether the answer shall have what the function said meanwhile */
    public Future<Invocation> invoke(Buffer event, boolean logged) {
        Call call = new Call(event, logged);
        Promise<Invocation> told = Promise.promise();
        Context caller = Vertx.currentContext();
        call.answer().future().onComplete(answer -> {
            if (caller == null || caller == context) {
                told.handle(answer);
            } else {
                caller.runOnContext(now -> told.handle(answer));
            }
        });
        context.runOnContext(now -> enqueue(call));
        return told.future();
    }

    /** How it is. Any thread. */
    public Status status() {
        long busy = count(Worker.State.BUSY);
        Status.State state =
                !problems.isEmpty() ? Status.State.RETRYING : wasReady ? Status.State.RUNNING : Status.State.STARTING;
        return new Status(
                state,
                problems,
                new JsonObject()
                        .put("processes", workers.size())
                        .put("busy", busy)
                        .put("invocations", invocations.get())
                        .put("errors", errors.get()));
    }

    /** Kills all processes; calls that are not answered fail. Nothing runs when this completes. */
    public synchronized Future<Void> undeploy() {
        if (gone == null) {
            gone = node.vertx().undeploy(deploymentID());
        }
        return gone;
    }

    @Override
    public Future<?> stop() {
        stopping = new ProblemException(Problem.resource(
                "function-stopped",
                "the function " + function.name() + " is being stopped.",
                Where.path("Function/" + function.name()),
                "Start it again, then repeat the call."));
        vertx.cancelTimer(ticker);
        failWaiting(stopping);
        workers.forEach(worker -> worker.stop(stopping));
        completeWhenEmpty();
        return launcher.stop().compose(prepared -> stopped.future());
    }

    private void completeWhenEmpty() {
        if (stopping != null && workers.isEmpty()) {
            stopped.tryComplete();
        }
    }

    // ---- calls

    private void enqueue(Call call) {
        if (stopping != null) {
            call.answer().tryFail(stopping);
        } else if (workers.isEmpty() && !problems.isEmpty()) {
            call.answer().tryFail(new ProblemException(problems));
        } else {
            waiting.add(call);
            dispatch();
        }
    }

    private void dispatch() {
        while (!waiting.isEmpty()) {
            Optional<Worker> free = count(Worker.State.BUSY) < function.concurrency() ? idle() : Optional.empty();
            if (free.isEmpty()) {
                beImpatient();
                return;
            }
            free.get().take(waiting.remove());
        }
    }

    /** The first of them, so that the last ones have nothing to do when one would be enough. */
    private Optional<Worker> idle() {
        return workers.stream()
                .filter(worker -> worker.state() == Worker.State.IDLE)
                .findFirst();
    }

    private long count(Worker.State state) {
        return workers.stream().filter(worker -> worker.state() == state).count();
    }

    private void beImpatient() {
        if (impatient) {
            return;
        }
        impatient = true;
        vertx.setTimer(PATIENCE_MS, over -> {
            impatient = false;
            if (waiting.isEmpty()) {
                return;
            }
            long waited = TimeUnit.NANOSECONDS.toMillis(
                    System.nanoTime() - waiting.element().queuedNanos());
            if (waited >= PATIENCE_MS && workers.size() < function.concurrency()) {
                startUnlessOneComes();
            }
            dispatch();
        });
    }

    private void failWaiting(Throwable reason) {
        for (Call call = waiting.poll(); call != null; call = waiting.poll()) {
            call.answer().tryFail(reason);
        }
    }

    // ---- processes

    private void startUnlessOneComes() {
        if (count(Worker.State.STARTING) == 0 && idle().isEmpty()) {
            startWorker();
        }
    }

    private void startWorker() {
        if (stopping != null || resting) {
            return;
        }
        workers.add(new Worker(freeName(), vertx, function, log, owner).start(node, launcher));
    }

    /** Names are used again, and so is what the node keeps under them. */
    private String freeName() {
        int number = 1;
        while (isUsed(launcher.processName(Integer.toString(number)))) {
            number++;
        }
        return launcher.processName(Integer.toString(number));
    }

    private boolean isUsed(String name) {
        return workers.stream().anyMatch(worker -> worker.name().equals(name));
    }

    private void tick() {
        boolean limited = function.runtime().language() != Language.JAVA; // its heap is limited
        for (Worker worker : workers) {
            if (worker.state() != Worker.State.IDLE) {
                worker.checkMemory(limited);
            }
        }
        workers.stream()
                .skip(1)
                .filter(worker -> worker.state() == Worker.State.IDLE && worker.idleNanos() > LONGEST_IDLE_NANOS)
                .forEach(worker -> worker.stop(null));
    }

    private final class Owner implements Worker.Owner {

        @Override
        public void idle(Worker worker) {
            wasReady = true;
            failures = 0;
            problems = List.of();
            dispatch();
            launcher.prepare(node);
        }

        @Override
        public void slow(Worker worker) {
            if (workers.size() <= function.concurrency()) {
                startUnlessOneComes();
            }
        }

        @Override
        public void called(Outcome outcome) {
            invocations.incrementAndGet();
            invocationMeter.add(1);
            if (outcome == Outcome.FAILED) {
                errors.incrementAndGet();
                errorMeter.add(1);
            }
        }

        @Override
        public void ended(Worker worker, Problem problem) {
            workers.remove(worker);
            if (problem != null && stopping == null) {
                rest(problem);
            } else if (workers.isEmpty()) {
                startWorker();
            }
            dispatch();
            completeWhenEmpty();
        }
    }

    /** After a start that failed. */
    private void rest(Problem problem) {
        problems = List.of(problem);
        if (workers.isEmpty()) {
            failWaiting(new ProblemException(problem));
        }
        resting = true;
        long wait = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS << Math.min(failures, 10));
        failures++;
        vertx.setTimer(wait, rested -> {
            resting = false;
            if (workers.isEmpty()) {
                startWorker();
            }
        });
    }
}
