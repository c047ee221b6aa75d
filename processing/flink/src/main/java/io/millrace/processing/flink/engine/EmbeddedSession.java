package io.millrace.processing.flink.engine;

import io.millrace.api.PluginContext;
import io.millrace.api.child.Run;
import io.millrace.api.child.RunSpec;
import io.millrace.api.problem.Fault;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.api.store.ObjectStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** The process of one application. Any thread. */
final class EmbeddedSession implements Engine.Session {

    /** As the process's main class writes it. */
    private static final String READY = "Flink is ready at ";

    /** As its file system of objects writes it. */
    private static final String OBJECTS_NEEDED = "Flink needs the object store";

    private static final long READY_WITHIN_SECONDS = 120;
    private static final int SHOWN_LINES = 10;

    /** Status of a process that a signal has ended; with a lower one it has ended by itself, as a program or a want of memory makes it. */
    private static final int KILLED_FROM = 128;

    /**
     * How the process is run.
     *
     * @param name of the process
     * @param folder where it works
     * @param description of the Flink in it
     */
    record Command(
            String name, List<String> command, Map<String, String> environment, Path folder, String description) {}

    private final PluginContext node;
    private final Engine.Spec spec;
    private final Callable<Command> preparation;
    private final Promise<Void> ready = Promise.promise();
    private final Promise<Problem> lost = Promise.promise();
    private final Deque<String> lastLines = new ArrayDeque<>();
    private Future<Run> process = Future.failedFuture("not opened");
    private volatile FlinkRest rest; // null before it is ready
    private volatile String description = "";
    private volatile boolean closing;

    /** @param preparation makes its folder and says how it is run; blocks */
    EmbeddedSession(PluginContext node, Engine.Spec spec, Callable<Command> preparation) {
        this.node = node;
        this.spec = spec;
        this.preparation = preparation;
    }

    /** Completes once it is open. */
    Future<Void> ready() {
        return ready.future();
    }

    @Override
    public Future<Void> open() {
        process = node.vertx().executeBlocking(() -> run(preparation.call()), false);
        process.onSuccess(run -> run.ended().onComplete(ended -> ended(ended.succeeded() ? ended.result() : -1)))
                .onFailure(ready::tryFail);
        node.vertx().timer(READY_WITHIN_SECONDS, TimeUnit.SECONDS).onSuccess(rung -> {
            if (!ready.future().isComplete()) {
                process.onSuccess(Run::kill);
            }
        });
        return ready.future();
    }

    private Run run(Command command) {
        if (closing) {
            throw new IllegalStateException("closed");
        }
        description = command.description();
        return node.run(
                new RunSpec(command.name(), command.command(), command.environment(), command.folder()), this::said);
    }

    private void said(String line) {
        if (rest == null && line.startsWith(READY)) {
            rest = new FlinkRest(
                    node.vertx(), URI.create(line.substring(READY.length()).strip()), Map.of(), null);
            ready.tryComplete();
            return;
        }
        if (line.equals(OBJECTS_NEEDED)) {
            startObjectStore();
            return;
        }
        synchronized (lastLines) {
            lastLines.add(line);
            if (lastLines.size() > SHOWN_LINES) {
                lastLines.remove();
            }
        }
        spec.said().accept(line);
    }

    /** Where the node has one of its own. Flink's client tries again until it is there. */
    private void startObjectStore() {
        node.vertx()
                .executeBlocking(() -> node.objectStore("s3").map(ObjectStore::endpoint), false)
                .onFailure(failure -> spec.said().accept("the object store does not start: " + failure.getMessage()));
    }

    private void ended(int status) {
        Problem why = new Problem(
                "flink-ended",
                status < KILLED_FROM ? Fault.USER : Fault.RESOURCE,
                ending(status),
                Where.path(""),
                "See what it said with: millrace logs " + spec.name());
        if (rest != null) {
            rest.close();
        }
        ready.tryFail(new ProblemException(why));
        if (!closing) {
            lost.tryComplete(why);
        }
    }

    private String ending(int status) {
        List<String> lines;
        synchronized (lastLines) {
            lines = List.copyOf(lastLines);
        }
        return "The application's Flink ended with status " + status
                + (lines.isEmpty() ? " and said nothing." : "; it last said:\n" + String.join("\n", lines));
    }

    @Override
    public FlinkRest rest() {
        return rest;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public Future<Problem> lost() {
        return lost.future();
    }

    @Override
    public long residentBytes() {
        return process.succeeded() ? process.result().residentBytes() : 0;
    }

    @Override
    public Future<Void> close() {
        closing = true;
        return process.compose(run -> {
                    run.kill();
                    return run.ended();
                })
                .transform(ended -> Future.succeededFuture());
    }
}
