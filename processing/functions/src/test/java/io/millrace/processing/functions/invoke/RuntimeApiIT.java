package io.millrace.processing.functions.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.api.settings.Artifact;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RuntimeApiIT implements RuntimeApi.Client {

    private static final FunctionSpec FUNCTION =
            TestHost.function("f", "java17", "demo.H", new Artifact("f.jar", "", Path.of("f.jar")));

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient process = HttpClient.newHttpClient();
    private final List<String> done = new CopyOnWriteArrayList<>();
    private final Call call = new Call(Buffer.buffer("{\"a\":1}"), false);
    private RuntimeApi api;

    @BeforeEach
    void open() {
        api = TestHost.await(RuntimeApi.open(vertx, this));
    }

    @AfterEach
    void close() {
        TestHost.await(vertx.close());
    }

    @Test
    void handsOverAnEventWithAllThatClientsNeed() throws Exception {
        CompletableFuture<HttpResponse<String>> next =
                process.sendAsync(HttpRequest.newBuilder(uri("invocation/next")).build(), BodyHandlers.ofString());
        await().until(() -> done.contains("asks"));

        vertx.runOnContext(now -> api.hand(call, FUNCTION, 1_234));

        HttpResponse<String> event = next.get();
        assertThat(event.statusCode()).isEqualTo(200);
        assertThat(event.body()).isEqualTo("{\"a\":1}");
        assertThat(event.headers().map())
                .containsEntry("content-type", List.of("application/json"))
                .containsEntry("lambda-runtime-aws-request-id", List.of(call.requestId()))
                .containsEntry("lambda-runtime-deadline-ms", List.of("1234"))
                .containsEntry(
                        "lambda-runtime-invoked-function-arn",
                        List.of("arn:aws:lambda:us-east-1:000000000000:function:f"));
    }

    @Test
    void takesAnswersErrorsAndInitErrors() throws Exception {
        assertThat(post("invocation/" + call.requestId() + "/response", "42")).isEqualTo(202);
        assertThat(post("invocation/" + call.requestId() + "/error", "{}")).isEqualTo(202);
        assertThat(post("init/error", "{\"errorType\":\"X\"}")).isEqualTo(202);

        assertThat(done)
                .containsExactly("answers 42", "fails Some.Type {}", "initFails Some.Type {\"errorType\":\"X\"}");
    }

    @Test
    void refusesWhatDoesNotBelongToTheInvocation() throws Exception {
        assertThat(post("invocation/another/response", "42")).isEqualTo(400);
        assertThat(post("something", "")).isEqualTo(404);
    }

    @Test
    void refusesAnAnswerThatIsTooLarge() throws Exception {
        String large = "x".repeat(RuntimeError.LARGEST_ANSWER + 1);

        assertThat(post("invocation/" + call.requestId() + "/response", large)).isEqualTo(413);

        assertThat(done)
                .singleElement()
                .asString()
                .startsWith("fails Function.ResponseSizeTooLarge")
                .contains("Response payload size (6291557 bytes)");
    }

    private int post(String resource, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = process.send(
                HttpRequest.newBuilder(uri(resource))
                        .header("Lambda-Runtime-Function-Error-Type", "Some.Type")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        return answer.statusCode();
    }

    private URI uri(String resource) {
        return URI.create("http://" + api.address() + "/2018-06-01/runtime/" + resource);
    }

    @Override
    public void asks() {
        done.add("asks");
    }

    @Override
    public boolean answers(String requestId, Buffer payload) {
        done.add("answers " + payload);
        return requestId.equals(call.requestId());
    }

    @Override
    public boolean fails(String requestId, String errorType, Buffer error) {
        done.add("fails " + errorType + " " + error);
        return requestId.equals(call.requestId());
    }

    @Override
    public void initFails(String errorType, Buffer error) {
        done.add("initFails " + errorType + " " + error);
    }
}
