package io.millrace.sinks.s3;

import io.millrace.api.problem.Where;
import io.millrace.node.settings.Bound;
import io.millrace.node.settings.Document;
import io.millrace.node.settings.References;
import io.millrace.node.settings.SettingsBinder;
import io.millrace.testkit.node.PluginHost;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** The embedded store in its child process, without a node. */
final class EmbeddedHost {

    private final PluginHost host;

    EmbeddedHost(Path dataDir) {
        host = new PluginHost(dataDir, S3Plugin.class);
    }

    /** A store that is started when it is needed. */
    NodeStore store() {
        NodeStore store = new NodeStore();
        store.start(host);
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

    void close() {
        host.close();
    }
}
