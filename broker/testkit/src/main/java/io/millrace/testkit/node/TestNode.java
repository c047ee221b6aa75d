package io.millrace.testkit.node;

import io.millrace.api.Plugin;
import io.millrace.node.Node;
import io.millrace.node.NodeConfig;
import io.millrace.node.kafka.KafkaAccess;
import io.millrace.node.settings.NodeConfigFile;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * A real node with a real broker on free ports, in this JVM. Every method blocks; close it at the end of the test.
 */
public final class TestNode implements AutoCloseable {

    private static final long LONGEST_STOP_SECONDS = 60;

    private final Node node;
    private final HttpClient http = HttpClient.newHttpClient();

    private TestNode(Node node) {
        this.node = node;
    }

    /** A node with the given plugins on a data directory. */
    public static TestNode start(Path dataDir, Plugin... plugins) {
        return start(dataDir, Map.of(), plugins);
    }

    /** @param settings of {@code millrace.yaml} by dotted path, over free ports and the data directory */
    public static TestNode start(Path dataDir, Map<String, String> settings, Plugin... plugins) {
        Map<String, String> all = new HashMap<>(Map.of(
                "node.dataDir", dataDir.toString(),
                "node.http.port", "0",
                "kafka.port", "0"));
        all.putAll(settings);
        NodeConfig config = NodeConfigFile.load(null, all);
        Path home = Path.of(System.getProperty("millrace.home", ""));
        Node node = new Node(config, new Node.Parts(home, List.of(plugins), InstantSource.system(), () -> {}));
        await(node.start());
        return new TestNode(node);
    }

    /** How clients reach its broker. */
    public KafkaAccess kafka() {
        return node.kafka();
    }

    public String url() {
        return node.url();
    }

    /** Applies definitions; the answer's body, or the problem document. */
    public HttpResponse<String> apply(String yaml) {
        return post("/v1/apply", new JsonObject().put("source", yaml).put("file", "test.yaml"));
    }

    public JsonObject deployment(String kind, String name) {
        return new JsonObject(get("/v1/deployments/" + kind + "/" + name).body());
    }

    public HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create(url() + path)).GET());
    }

    public HttpResponse<String> delete(String path) {
        return send(HttpRequest.newBuilder(URI.create(url() + path))
                .header("content-type", "application/json")
                .DELETE());
    }

    public HttpResponse<String> post(String path, JsonObject body) {
        return send(HttpRequest.newBuilder(URI.create(url() + path))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body.encode())));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Stops it in order. */
    @Override
    public void close() {
        await(node.stop());
    }

    private static void await(Future<Void> future) {
        try {
            future.toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(LONGEST_STOP_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }
}
