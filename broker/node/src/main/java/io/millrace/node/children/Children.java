package io.millrace.node.children;

import io.millrace.api.child.Child;
import io.millrace.api.child.ChildSpec;
import io.millrace.api.child.ChildSpec.Readiness;
import io.millrace.api.child.ChildStatus;
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
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** The children of a node. Any thread. */
public final class Children {

    private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final Path folder;
    private final Map<String, SupervisedChild> children = new TreeMap<>();
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
        if (stopping) {
            throw new IllegalStateException("the node is stopping");
        }
        Path own = folder.resolve(spec.name());
        try {
            Files.createDirectories(own);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
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

    /** By name. */
    public synchronized List<ChildStatus> status() {
        return children.values().stream().map(SupervisedChild::status).toList();
    }

    /** Ends them all. */
    public synchronized Future<Void> stop() {
        stopping = true;
        return Future.join(children.values().stream().map(SupervisedChild::stop).toList())
                .mapEmpty();
    }
}
