package io.millrace.processing.flink.engine;

import io.millrace.api.PluginContext;
import io.millrace.api.child.RunSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classes that Flink loads until it is ready, in a form that the Java machine maps into memory. One for each version, made by a
 * process that ends when it is ready. Without it, or when it does not fit any more, processes only start more slowly. Any thread.
 *
 * <p>Source: JEP 350, dynamic class-data sharing archives.
 */
final class ClassArchives {

    private static final Logger LOG = LoggerFactory.getLogger(ClassArchives.class);
    private static final long HEAP_BYTES = 256 << 20;

    /** So that the application that comes first does not wait for it. */
    private static final long PATIENCE_SECONDS = 10;

    /** Makes the folder of a process and the settings in it. Blocks. */
    interface Preparation {
        void prepare(FlinkProcess process) throws IOException;
    }

    private final PluginContext node;
    private final Path folder;
    private final Set<String> tried = new HashSet<>();

    ClassArchives(PluginContext node) {
        this.node = node;
        Path cache = node.home().resolve("cache"); // where the launcher has its own
        this.folder = Files.isWritable(node.home())
                ? cache
                : node.dataDir().resolve("flink").resolve(".cache");
    }

    /** For a process that may use one. */
    List<String> flags(FlinkProcess process) {
        Path file = file(process);
        return Files.exists(file)
                ? List.of("-XX:SharedArchiveFile=" + file, "-Xlog:cds=off", "-Xlog:cds+dynamic=off")
                : List.of();
    }

    /** Makes one unless it is there or was tried; without waiting. */
    void make(Runtimes.Installed flink, Preparation preparation) {
        FlinkProcess maker =
                new FlinkProcess(flink, node.dataDir().resolve("flink").resolve(".archive-" + flink.version()));
        Path file = file(maker);
        synchronized (tried) {
            if (!tried.add(flink.version()) || Files.exists(file)) {
                return;
            }
        }
        Path growing = maker.folder().resolve("classes.jsa");
        node.vertx()
                .timer(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .compose(rung -> node.vertx()
                        .executeBlocking(
                                () -> {
                                    Files.createDirectories(folder);
                                    preparation.prepare(maker);
                                    List<String> command = maker.command(
                                            HEAP_BYTES,
                                            List.of("-XX:ArchiveClassesAtExit=" + growing, "-Xlog:disable"),
                                            "once");
                                    String name =
                                            "flink-archive-" + flink.version().replace('.', '-');
                                    return node.run(
                                            new RunSpec(name, command, maker.environment(), maker.folder()),
                                            said -> {});
                                },
                                false))
                .compose(run -> run.ended())
                .compose(ended -> node.vertx().executeBlocking(() -> keep(growing, file, maker), false))
                .onFailure(failure -> LOG.atWarn()
                        .addKeyValue("error", failure.toString())
                        .log("no class archive: Flink's processes start without"));
    }

    private static Path keep(Path growing, Path file, FlinkProcess maker) throws IOException {
        Path whole = Files.copy(
                growing,
                file.resolveSibling(
                        file.getFileName() + "." + ProcessHandle.current().pid()));
        Folders.remove(maker.folder());
        return Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Its name tells what it fits. */
    private Path file(FlinkProcess process) {
        String fits = System.getProperty("java.vm.version") + System.getProperty("java.home") + process.classPath();
        return folder.resolve(
                "flink-" + process.flink().version() + "-" + Integer.toHexString(fits.hashCode()) + ".jsa");
    }
}
