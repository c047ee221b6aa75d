package io.millrace.processing.functions.invoke;

import io.millrace.api.Meters;
import io.millrace.api.settings.Artifact;
import io.millrace.processing.functions.FunctionsPlugin;
import io.millrace.processing.functions.handlers.Handlers;
import io.millrace.testkit.node.PluginHost;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;

/** Functions in their processes, without a node. Methods block. */
final class TestHost implements AutoCloseable {

    private static final Meters NO_METERS = new Meters() {
        @Override
        public Counter counter(String name, String description) {
            return amount -> {};
        }

        @Override
        public void gauge(String name, String description, DoubleSupplier value) {}
    };

    private final Path dataDir;
    private final PluginHost host;
    private final List<WorkerPool> pools = new ArrayList<>();
    private final Functions functions;

    TestHost(Path dataDir) {
        this.dataDir = dataDir;
        this.host = new PluginHost(dataDir, FunctionsPlugin.class);
        this.functions = new Functions(host);
    }

    Functions functions() {
        return functions;
    }

    /** Starts a function that is stopped with the host. */
    WorkerPool start(FunctionSpec function) {
        WorkerPool pool = await(functions.start(function, NO_METERS));
        pools.add(pool);
        return pool;
    }

    static FunctionSpec function(String name, String runtime, String handler, Artifact code) {
        return new FunctionSpec(name, RuntimeId.parse(runtime).orElseThrow(), handler, code, 20, 256, Map.of(), 1);
    }

    static Invocation invoke(Invoker function, JsonObject event) {
        return await(function.invoke(event.toBuffer()));
    }

    static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    /** A zip of the given files: path and text by turns. */
    Artifact zip(String... files) {
        try {
            Path zip =
                    dataDir.resolve("code-" + Integer.toHexString(List.of(files).hashCode()) + ".zip");
            Files.deleteIfExists(zip);
            try (FileSystem packed = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
                for (int i = 0; i < files.length; i += 2) {
                    Path file = packed.getPath("/", files[i]);
                    Files.createDirectories(file.getParent());
                    Files.writeString(file, files[i + 1]);
                }
            }
            return new Artifact(zip.getFileName().toString(), "", zip);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A jar of the {@link Handlers} with what they need, as Maven's shade plugin makes it. */
    Artifact jar() {
        try {
            Path jar = dataDir.resolve("handlers.jar");
            if (!Files.exists(jar)) {
                Path classes = location(Handlers.class);
                try (FileSystem packed = FileSystems.newFileSystem(jar, Map.of("create", "true"))) {
                    String own = Handlers.class.getPackageName().replace('.', '/');
                    copy(classes, classes.resolve(own), packed);
                    for (Class<?> needed : List.of(
                            com.amazonaws.services.lambda.runtime.events.KafkaEvent.class,
                            org.joda.time.DateTime.class)) {
                        try (FileSystem library = FileSystems.newFileSystem(location(needed))) {
                            copy(library.getPath("/"), library.getPath("/com"), packed);
                            copy(library.getPath("/"), library.getPath("/org"), packed);
                        }
                    }
                }
            }
            return new Artifact("handlers.jar", "", jar);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Path location(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void copy(Path root, Path from, FileSystem packed) throws IOException {
        if (Files.notExists(from)) {
            return;
        }
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Path target = packed.getPath("/", root.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    @Override
    public void close() {
        pools.forEach(pool -> await(pool.undeploy()));
        host.close();
    }
}
