package io.millrace.node.children;

import io.millrace.api.child.Child;
import io.millrace.api.child.ChildSpec;
import io.millrace.api.child.ChildSpec.Readiness;
import io.millrace.api.child.ChildStatus;
import io.millrace.api.child.Run;
import io.millrace.api.child.RunSpec;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.node.feed.Backoff;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The children of a node. Any thread. */
public final class Children {

    private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final Path folder;
    private final Map<String, SupervisedChild> children = new TreeMap<>();
    private final Map<String, SingleRun> runs = new HashMap<>();
    private boolean stopping;

    private Children(Vertx vertx, Path folder) {
        this.vertx = vertx;
        this.folder = folder;
    }

    /**
     * Ends what a killed node has left behind. Blocks.
     *
     * @param folder for logs and records; made when it is not there
     */
    public static Children open(Vertx vertx, Path folder) {
        try {
            Files.createDirectories(folder);
            try (DirectoryStream<Path> each = Files.newDirectoryStream(folder, Files::isDirectory)) {
                for (Path child : each) {
                    watcher(child).endLeftOver();
                }
            }
            return new Children(vertx, folder.toAbsolutePath());
        } catch (IOException unusable) {
            throw new ProblemException(
                    Problem.resource(
                            "data-directory-unusable",
                            folder + " cannot be used: " + unusable.getMessage() + ".",
                            Where.path("node.dataDir"),
                            "Make it writable, or set another node.dataDir."),
                    unusable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static Watcher watcher(Path child) {
        return new Watcher(child.resolve("pid"));
    }

    /**
     * Starts a process and keeps it running. Makes a folder for it.
     *
     * @throws IllegalArgumentException when there is one of that name
     */
    public synchronized Child start(ChildSpec spec, Readiness readiness) {
        SupervisedChild former = children.get(spec.name());
        if (former != null && former.status().state() != ChildStatus.State.STOPPED) {
            throw new IllegalArgumentException("there is a child " + spec.name());
        }
        Path own = folderOf(spec.name());
        SupervisedChild child = new SupervisedChild(
                        vertx,
                        spec,
                        readiness,
                        watcher(own),
                        new ChildLog(own.resolve("log")),
                        new Backoff(FIRST_BACKOFF, LONGEST_BACKOFF, new SplittableRandom()))
                .start();
        children.put(spec.name(), child);
        return child;
    }

    /**
     * Starts a process that is not started again.
     *
     * @param said given each line of its output, on a thread of its own
     * @throws IllegalArgumentException when one of that name runs
     */
    public synchronized Run run(RunSpec spec, Consumer<String> said) {
        if (runs.containsKey(spec.name())) {
            throw new IllegalArgumentException("there is a process " + spec.name());
        }
        SingleRun run = new SingleRun(spec, watcher(folderOf(spec.name())), said);
        runs.put(spec.name(), run);
        run.ended().onComplete(ended -> forget(spec.name()));
        return run.start();
    }

    private synchronized void forget(String name) {
        runs.remove(name);
        try {
            Files.deleteIfExists(folder.resolve(name));
        } catch (IOException keptForAnother) {
            // an empty folder harms nobody
        }
    }

    private Path folderOf(String name) {
        if (stopping) {
            throw new IllegalStateException("the node is stopping");
        }
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** By name. */
    public synchronized List<ChildStatus> status() {
        return children.values().stream().map(SupervisedChild::status).toList();
    }

    /** Ends them all. */
    public synchronized Future<Void> stop() {
        stopping = true;
        List<Future<?>> ends = new ArrayList<>();
        children.values().forEach(child -> ends.add(child.stop()));
        runs.values().forEach(run -> {
            run.kill();
            ends.add(run.ended().otherwise(0));
        });
        return Future.join(ends).mapEmpty();
    }
}
