package io.millrace.processing.functions.invoke;

import io.millrace.api.PluginContext;
import io.millrace.api.child.Run;
import io.millrace.api.child.RunSpec;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classes that a Java handler loads until it takes its first event, in a form that the Java machine maps into memory. Made
 * by a process that initialises the handler and is sent home when it asks for an event. Without it, or when it does not fit
 * any more, processes only start more slowly. On the function's context.
 *
 * <p>Source: JEP 350, dynamic class-data sharing archives.
 */
final class ClassArchive {

    private static final Logger LOG = LoggerFactory.getLogger(ClassArchive.class);

    private final Launcher launcher;
    private final Path file;
    private boolean stopped;
    private Future<Void> making; // null before it is tried
    private Run maker; // null before one runs

    ClassArchive(Launcher launcher, Path file) {
        this.launcher = launcher;
        this.file = file;
    }

    /** For a process that may use it. */
    List<String> flags() {
        return Files.exists(file)
                ? List.of("-XX:SharedArchiveFile=" + file, "-Xlog:cds=off", "-Xlog:cds+dynamic=off")
                : List.of();
    }

    /** Makes it unless it is there or was tried. */
    void make(PluginContext node) {
        if (stopped || making != null) {
            return;
        }
        making = Files.exists(file)
                ? Future.succeededFuture()
                : new Session(file.resolveSibling(file.getFileName() + ".new")).open(node);
    }

    /** Gives up what is being made; no process of it runs when this completes. */
    Future<Void> stop() {
        stopped = true;
        if (maker != null) {
            maker.kill();
        }
        return making == null ? Future.succeededFuture() : making.otherwiseEmpty();
    }

    /** The Runtime API for the process that makes it. */
    private final class Session implements RuntimeApi.Client {

        private final Path growing;
        private final long begunNanos = System.nanoTime();
        private RuntimeApi api;

        Session(Path growing) {
            this.growing = growing;
        }

        Future<Void> open(PluginContext node) {
            return RuntimeApi.open(node.vertx(), this)
                    .compose(opened -> {
                        api = opened;
                        return run(node).eventually(api::close);
                    })
                    .compose(status -> node.vertx().executeBlocking(this::keep, false))
                    .onFailure(failure -> {
                        if (!stopped) {
                            LOG.atWarn()
                                    .addKeyValue("error", failure.toString())
                                    .log("no class archive: Java processes of this function start without");
                        }
                    });
        }

        private Future<Integer> run(PluginContext node) {
            List<String> flags = List.of("-XX:ArchiveClassesAtExit=" + growing, "-Xlog:disable");
            RunSpec spec = launcher.spec(launcher.processName("archive"), api.address(), flags);
            return node.vertx()
                    .executeBlocking(() -> node.run(spec, said -> {}), false)
                    .compose(started -> {
                        maker = started;
                        if (stopped) {
                            maker.kill();
                        }
                        return maker.ended();
                    });
        }

        private Void keep() throws IOException {
            Files.move(growing, file, StandardCopyOption.ATOMIC_MOVE);
            LOG.atInfo()
                    .addKeyValue("elapsedMs", (System.nanoTime() - begunNanos) / 1_000_000)
                    .addKeyValue("bytes", Files.size(file))
                    .log("class archive made");
            return null;
        }

        @Override
        public void asks() {
            api.refuse();
        }

        @Override
        public boolean answers(String requestId, Buffer payload) {
            return false;
        }

        @Override
        public boolean fails(String requestId, String errorType, Buffer error) {
            return false;
        }

        @Override
        public void initFails(String errorType, Buffer error) {}
    }
}
