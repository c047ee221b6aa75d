package io.millrace.sinks.s3;

import io.millrace.api.PluginContext;
import io.millrace.api.child.Child;
import io.millrace.api.child.ChildSpec;
import io.millrace.api.child.ChildSpec.Readiness;
import io.millrace.api.child.Run;
import io.millrace.api.child.RunSpec;
import io.millrace.api.problem.Where;
import io.millrace.api.store.ObjectStore;
import io.millrace.api.store.S3Settings;
import io.millrace.node.children.Children;
import io.millrace.node.settings.Bound;
import io.millrace.node.settings.Document;
import io.millrace.node.settings.References;
import io.millrace.node.settings.SettingsBinder;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What a node offers the plugin, without a node: its children, and the embedded store among them. */
final class EmbeddedHost implements PluginContext {

    private final Vertx vertx = Vertx.vertx();
    private final Path dataDir;
    private final S3Settings s3;
    private final Children children;

    EmbeddedHost(Path dataDir) {
        this(dataDir, new S3Settings(null, 0, null, "us-west-2", "default", null, null));
    }

    EmbeddedHost(Path dataDir, S3Settings s3) {
        this.dataDir = dataDir;
        this.s3 = s3;
        this.children = Children.open(vertx, dataDir.resolve("children"));
    }

    /** A store that is started when it is needed. */
    NodeStore store() {
        NodeStore store = new NodeStore();
        store.start(this);
        return store;
    }

    /** The access key and secret of the embedded store. */
    static String[] key(Path dataDir) throws IOException {
        return Files.readAllLines(dataDir.resolve("s3/credentials")).stream()
                .filter(line -> line.contains(" = "))
                .map(line -> line.substring(line.indexOf(" = ") + 3))
                .toArray(String[]::new);
    }

    /** Settings as the node binds them. */
    static S3SinkSettings settings(Map<String, String> config) {
        Bound<S3SinkSettings> bound = bind(config);
        if (!bound.problems().isEmpty()) {
            throw new IllegalArgumentException(bound.problems().toString());
        }
        return bound.settings();
    }

    static Bound<S3SinkSettings> bind(Map<String, String> config) {
        JsonObject document = new JsonObject();
        config.forEach(document::put);
        return new SettingsBinder(new References(Map.of(), Map.of(), References.Artifacts.NONE), null)
                .bind(Document.of(document, Where.path("")), Set.of(), binding -> binding.bind(S3SinkSettings.class));
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
    public S3Settings s3() {
        return s3;
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

    void close() throws Exception {
        children.stop().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
