package io.millrace.testkit.node;

import io.millrace.api.FlinkSettings;
import io.millrace.api.Plugin;
import io.millrace.api.PluginContext;
import io.millrace.api.child.Child;
import io.millrace.api.child.ChildSpec;
import io.millrace.api.child.ChildSpec.Readiness;
import io.millrace.api.child.Run;
import io.millrace.api.child.RunSpec;
import io.millrace.api.store.ObjectStore;
import io.millrace.api.store.S3Settings;
import io.millrace.node.children.Children;
import io.vertx.core.Vertx;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What a node offers to a plugin, without a node: above all its children. No object store. */
public final class PluginHost implements PluginContext, AutoCloseable {

    private static final long LONGEST_STOP_SECONDS = 30;

    private final Vertx vertx = Vertx.vertx();
    private final Path dataDir;
    private final S3Settings s3;
    private final Class<? extends Plugin> plugin;
    private final Children children;

    /** @param plugin the one that is told of this host */
    public PluginHost(Path dataDir, Class<? extends Plugin> plugin) {
        this(dataDir, new S3Settings(null, 0, null, "us-west-2", "default", null, null), plugin);
    }

    public PluginHost(Path dataDir, S3Settings s3, Class<? extends Plugin> plugin) {
        this.dataDir = dataDir;
        this.s3 = s3;
        this.plugin = plugin;
        this.children = Children.open(vertx, dataDir.resolve("children"));
    }

    @Override
    public Vertx vertx() {
        return vertx;
    }

    @Override
    public Path dataDir() {
        return dataDir;
    }

    @Override
    public Path home() {
        return Path.of(System.getProperty("millrace.home", "")).toAbsolutePath();
    }

    @Override
    public Path folder() {
        try {
            return Path.of(plugin.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .getParent();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public S3Settings s3() {
        return s3;
    }

    @Override
    public FlinkSettings flink() {
        return new FlinkSettings(null, null, Map.of(), null, null);
    }

    @Override
    public Optional<ObjectStore> objectStore(String scheme) {
        return Optional.empty();
    }

    @Override
    public Child start(ChildSpec spec, Readiness readiness) {
        return children.start(spec, readiness);
    }

    @Override
    public Run run(RunSpec spec, Consumer<String> said) {
        return children.run(spec, said);
    }

    /** Ends all children. Blocks. */
    @Override
    public void close() {
        children.stop()
                .eventually(vertx::close)
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(LONGEST_STOP_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
