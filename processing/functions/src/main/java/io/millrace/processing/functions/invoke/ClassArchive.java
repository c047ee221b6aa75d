package io.millrace.processing.functions.invoke;

import io.millrace.api.PluginContext;
import io.millrace.api.child.Run;
import io.millrace.api.child.RunSpec;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
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
    private boolean made;
    private Run maker; // null unless one runs

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
        if (made) {
            return;
        }
        made = true;
        if (Files.exists(file)) {
            return;
        }
        Path growing = file.resolveSibling(file.getFileName() + ".new");
        new Session(growing).open(node);
    }

    /** Gives up what is being made. */
    Future<Void> stop() {
        made = true;
        if (maker == null) {
            return Future.succeededFuture();
        }
        maker.kill();
        return maker.ended().<Void>mapEmpty().otherwiseEmpty();
    }

    /** The Runtime API for the process that makes it. */
    private final class Session implements RuntimeApi.Client {

        private final Path growing;
        private final long begunNanos = System.nanoTime();
        private RuntimeApi api;

        Session(Path growing) {
            this.growing = growing;
        }

        void open(PluginContext node) {
            Vertx vertx = node.vertx();
            RuntimeApi.open(vertx, this)
                    .compose(opened -> {
                        api = opened;
                        List<String> flags = List.of("-XX:ArchiveClassesAtExit=" + growing, "-Xlog:disable");
                        RunSpec spec = launcher.spec(launcher.processName("archive"), api.address(), flags);
                        return vertx.executeBlocking(() -> node.run(spec, said -> {}), false);
                    })
                    .compose(started -> {
                        maker = started;
                        return maker.ended();
                    })
                    .eventually(() -> api.close())
                    .compose(status -> vertx.executeBlocking(this::keep, false))
                    .onFailure(failure -> LOG.atWarn()
                            .addKeyValue("error", failure.toString())
                            .log("no class archive: Java processes of this function start without"));
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
