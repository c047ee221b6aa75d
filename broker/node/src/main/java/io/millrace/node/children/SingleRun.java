package io.millrace.node.children;

import io.millrace.api.child.Run;
import io.millrace.api.child.RunSpec;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** A process that runs once: a thread of its own starts it and takes what it says. */
final class SingleRun implements Run {

    /** From the end of the process to the end of its output, which something that left its group may hold open. */
    private static final long LAST_WORDS_MS = 1_000;

    /** A line that does not go on for so long is one without an end, as some loggers write them. */
    private static final long REST_OF_LINE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final RunSpec spec;
    private final Watcher watcher;
    private final Lines lines;
    private final Promise<Integer> ended = Promise.promise();
    private Process process; // null before it is made
    private boolean killed;

    SingleRun(RunSpec spec, Watcher watcher, Consumer<String> said) {
        this.spec = spec;
        this.watcher = watcher;
        this.lines = new Lines(said);
    }

    SingleRun start() {
        Thread thread = new Thread(this::run, "run-" + spec.name());
        thread.setDaemon(true);
        thread.start();
        return this;
    }

    @Override
    public Future<Integer> ended() {
        return ended.future();
    }

    @Override
    public void kill() {
        Process running;
        synchronized (this) {
            killed = true;
            running = process;
        }
        if (running != null) {
            Watcher.letEnd(running);
        }
    }

    @Override
    public long residentBytes() {
        return watcher.pid().map(ProcessTree::residentBytes).orElse(0L);
    }

    private void run() {
        CompletableFuture<Void> allSaid = new CompletableFuture<>();
        try {
            Process started = watcher.start(spec);
            begin(started);
            Future.fromCompletionStage(started.onExit()
                            .thenCompose(gone -> allSaid.completeOnTimeout(null, LAST_WORDS_MS, TimeUnit.MILLISECONDS)))
                    .onComplete(gone -> ended.complete(started.exitValue()));
            take(started.getInputStream());
        } catch (IOException failure) {
            ended.tryFail(failure);
        } finally {
            allSaid.complete(null);
        }
    }

    private void begin(Process started) {
        synchronized (this) {
            process = started;
            if (!killed) {
                return;
            }
        }
        Watcher.letEnd(started);
    }

    private void take(InputStream said) {
        byte[] buffer = new byte[8 << 10];
        try (said) {
            for (int count = said.read(buffer); count > 0; count = said.read(buffer)) {
                lines.take(buffer, count);
                if (lines.isWithinOne() && said.available() == 0) {
                    LockSupport.parkNanos(REST_OF_LINE_NANOS);
                    if (said.available() == 0) {
                        lines.breakOff();
                    }
                }
            }
        } catch (IOException closed) {
            // the process is gone
        }
        lines.breakOff();
    }
}
