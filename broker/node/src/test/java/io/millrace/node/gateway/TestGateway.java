package io.millrace.node.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.api.Pages;
import io.millrace.api.settings.Secret;
import io.millrace.node.NodeConfig.HttpSettings;
import io.millrace.node.artifacts.Artifacts;
import io.millrace.node.kafka.KafkaAccess;
import io.millrace.node.logs.DeploymentLogs;
import io.millrace.node.topics.ConsumerGroups;
import io.millrace.node.topics.KafkaAdmin;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** A gateway on a free port before fake deployments, and how to speak to it. */
final class TestGateway implements AutoCloseable {

    /** A broker that is not there: what does not ask it works all the same. */
    static final KafkaAccess NO_BROKER = new KafkaAccess("127.0.0.1:1", "127.0.0.1:1", "none", Map.of());

    final Vertx vertx = Vertx.vertx();
    final FakeDeployments deployments = new FakeDeployments();
    private final DeploymentLogs logs = new DeploymentLogs();
    final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final KafkaAdmin admin;
    private final ConsumerGroups groups;
    private final Gateway gateway;

    TestGateway(Path directory, KafkaAccess access, String token) throws IOException {
        this(directory, access, "127.0.0.1", token);
    }

    TestGateway(Path directory, KafkaAccess access, String host, String token) throws IOException {
        admin = new KafkaAdmin(vertx, access);
        groups = new ConsumerGroups(vertx, access, admin, InstantSource.system());
        gateway = new Gateway(
                vertx,
                new HttpSettings(host, 0, token == null ? null : new Secret(token)),
                new Gateway.Parts(
                        "mill.example",
                        () -> new JsonObject().put("id", 1),
                        deployments,
                        logs,
                        Artifacts.open(vertx, InstantSource.system(), directory),
                        access,
                        admin,
                        groups,
                        List.of(new Echo()),
                        registry));
        gateway.start().await();
    }

    /** Pages of a plugin that say what was asked for. */
    private record Echo() implements Pages {
        @Override
        public String path() {
            return "echo";
        }

        @Override
        public void answer(HttpServerRequest request) {
            request.response().end("asked for " + request.uri());
        }
    }

    int port() {
        return gateway.port();
    }

    HttpResponse<String> get(String path) throws Exception {
        return send(request(path).GET());
    }

    HttpResponse<String> post(String path, String json) throws Exception {
        return send("POST", path, "application/json", BodyPublishers.ofString(json));
    }

    HttpResponse<String> send(String method, String path, String contentType, BodyPublisher body) throws Exception {
        return send(request(path).method(method, body).header("content-type", contentType));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<InputStream> stream(String path) throws Exception {
        return client.send(request(path).GET().build(), BodyHandlers.ofInputStream());
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofMinutes(1));
    }

    /** The status line and all that follows, of a request written byte by byte; lines end as they do in HTTP. */
    String raw(String... lines) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            String head = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    @Override
    public void close() {
        gateway.stop().await();
        groups.close().await();
        admin.close().await();
        vertx.close().await();
        logs.close();
    }
}
