package io.millrace.processing.flink.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processing.flink.engine.FlinkRest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With a server that stands for Flink. */
class WebUiIT {

    private static final int LARGE = 8 << 20;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient reader =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Queue<HttpServerRequest> asked = new ConcurrentLinkedQueue<>();
    private FlinkRest rest;
    private HttpServer node;

    @BeforeEach
    void start() {
        HttpServer flink =
                settled(vertx.createHttpServer().requestHandler(this::beFlink).listen(0, "127.0.0.1"));
        rest = new FlinkRest(vertx, URI.create("http://127.0.0.1:" + flink.actualPort()), Map.of(), null);
        WebUi ui = new WebUi(name -> name.equals("quakes") ? Optional.of(rest) : Optional.empty());
        node = settled(vertx.createHttpServer().requestHandler(ui::answer).listen(0, "127.0.0.1"));
    }

    @AfterEach
    void stop() {
        settled(vertx.close());
    }

    private void beFlink(HttpServerRequest request) {
        asked.add(request);
        request.response()
                .putHeader("Content-Type", "text/html")
                .putHeader("Set-Cookie", "a=b")
                .putHeader("Access-Control-Allow-Origin", "*");
        switch (request.path()) {
            case "/" -> request.response().end("<base href=\"./\">");
            case "/large" -> request.response().end(Buffer.buffer(new byte[LARGE]));
            case "/config" ->
                request.response()
                        .end("{\"flink-version\":\"2.3.0\",\"features\":{\"web-submit\":true,\"web-history\":true}}");
            case "/gone" -> request.response().setStatusCode(404).end("{\"errors\":[\"none\"]}");
            default -> request.response().end(request.uri());
        }
    }

    @Test
    void showsWhatFlinkHas() throws Exception {
        assertThat(get("/flink/quakes/").body()).isEqualTo("<base href=\"./\">");
        assertThat(get("/flink/quakes/jobs/j/vertices?get=a,b%20c").body()).isEqualTo("/jobs/j/vertices?get=a,b%20c");
        assertThat(get("/flink/quakes/gone").statusCode()).isEqualTo(404);
        assertThat(get("/flink/quakes/large").body()).hasSize(LARGE);
        HttpResponse<String> head = reader.send(
                request("/flink/quakes/large")
                        .method("HEAD", BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
        assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(LARGE);
    }

    @Test
    void showsNoButtonsThatWouldBeRefused() throws Exception {
        assertThat(get("/flink/quakes/config").body())
                .isEqualTo("{\"flink-version\":\"2.3.0\",\"features\":{\"web-submit\":false,\"web-history\":true}}");
    }

    @Test
    void leadsToTheFolder() throws Exception {
        HttpResponse<String> answer = get("/flink/quakes");
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location")).hasValue("/flink/quakes/");
    }

    @Test
    void keepsWhatIsTheNodesAlone() throws Exception {
        HttpResponse<String> answer = reader.send(
                request("/flink/quakes/config")
                        .header("Authorization", "Bearer secret")
                        .header("Cookie", "a=b")
                        .header("Accept", "application/json")
                        .build(),
                BodyHandlers.ofString());
        assertThat(asked.element().getHeader("Authorization")).isNull();
        assertThat(asked.element().getHeader("Cookie")).isNull();
        assertThat(asked.element().getHeader("Accept")).isEqualTo("application/json");
        assertThat(answer.headers().map()).doesNotContainKeys("set-cookie", "access-control-allow-origin");
        assertThat(answer.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .startsWith("connect-src http://127.0.0.1:" + node.actualPort() + "/flink/quakes/;"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jobs/j/yarn-cancel",
                "jobs/j/yarn-stop",
                "v1/jobs/j/yarn%2Dcancel",
                "jobs%2Fj%2Fyarn-cancel",
                "//jobs//j//yarn-stop/",
                "jars/a.jar/plan",
                "jars/a.jar/plan?entry-class=X"
            })
    void refusesWhatChangesSomething(String path) throws Exception {
        assertThat(get("/flink/quakes/" + path).statusCode()).isEqualTo(403);
        assertThat(asked).isEmpty();
    }

    @Test
    void saysWhatDoesNotRun() throws Exception {
        HttpResponse<String> answer = get("/flink/other/");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("no Flink application other runs in this node");
    }

    @Test
    void saysThatFlinkIsSilent() throws Exception {
        settled(rest.close());
        HttpResponse<String> answer = get("/flink/quakes/");
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("Flink does not answer");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return reader.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.actualPort() + path));
    }

    private static <T> T settled(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }
}
