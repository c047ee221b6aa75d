package io.millrace.processing.functions.invoke;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lambda's Runtime API for one process, on a loopback port of its own. On the context it was opened on.
 *
 * <p>Source: Lambda's runtime API, version 2018-06-01.
 */
final class RuntimeApi {

    private static final String ROOT = "/2018-06-01/runtime/";
    private static final Pattern ANSWER = Pattern.compile(ROOT + "invocation/([^/]+)/(response|error)");
    private static final String ERROR_TYPE = "Lambda-Runtime-Function-Error-Type";
    private static final int MAX_CHUNK = 64 << 10;
    private static final Buffer ACCEPTED = Buffer.buffer("{\"status\":\"OK\"}");

    private final Client client;
    private HttpServer server;
    private HttpServerResponse waiting; // the process asks for an event; null while it does not

    /** What the process does. Every method is called on the context. */
    interface Client {

        /** It asks for an event. */
        void asks();

        /** False when it is not at that invocation. */
        boolean answers(String requestId, Buffer payload);

        /** False when it is not at that invocation. */
        boolean fails(String requestId, String errorType, Buffer error);

        /** It could not be initialised. */
        void initFails(String errorType, Buffer error);
    }

    private RuntimeApi(Client client) {
        this.client = client;
    }

    static Future<RuntimeApi> open(Vertx vertx, Client client) {
        RuntimeApi api = new RuntimeApi(client);
        return vertx.createHttpServer(new HttpServerOptions().setMaxChunkSize(MAX_CHUNK))
                .requestHandler(api::handle)
                .listen(0, "127.0.0.1")
                .map(listening -> {
                    api.server = listening;
                    return api;
                });
    }

    /** For {@code AWS_LAMBDA_RUNTIME_API}. */
    String address() {
        return "127.0.0.1:" + server.actualPort();
    }

    /** Hands over an event that the process has asked for. */
    void hand(Call call, FunctionSpec function, long deadlineMs) {
        HttpServerResponse response = waiting;
        waiting = null;
        // AWS's client for Java dies of an answer without a content type.
        response.putHeader("Content-Type", "application/json")
                .putHeader("Lambda-Runtime-Aws-Request-Id", call.requestId())
                .putHeader("Lambda-Runtime-Deadline-Ms", Long.toString(deadlineMs))
                .putHeader("Lambda-Runtime-Invoked-Function-Arn", function.arn())
                .end(call.event());
    }

    /** Tells a process that asks for an event that there are none any more. */
    void refuse() {
        answer(waiting, 500, new RuntimeError("Runtime.Shutdown", "There are no more events"));
        waiting = null;
    }

    Future<Void> close() {
        return server.close();
    }

    private void handle(HttpServerRequest request) {
        Matcher answer = ANSWER.matcher(request.path());
        boolean posted = request.method().equals(HttpMethod.POST);
        if (!posted && request.path().equals(ROOT + "invocation/next")) {
            waiting = request.response();
            client.asks();
        } else if (posted && answer.matches()) {
            take(request, answer.group(1), answer.group(2).equals("response"));
        } else if (posted && request.path().equals(ROOT + "init/error")) {
            body(request).onSuccess(error -> {
                client.initFails(errorType(request), error.content);
                accept(request);
            });
        } else {
            answer(request.response(), 404, new RuntimeError("NotFound", "There is no such resource"));
        }
    }

    private void take(HttpServerRequest request, String requestId, boolean success) {
        body(request).onSuccess(body -> {
            boolean tooLarge = success && body.bytes > RuntimeError.LARGEST_ANSWER;
            boolean known;
            if (tooLarge) {
                RuntimeError error = RuntimeError.answerTooLarge(body.bytes);
                known = client.fails(requestId, error.type(), error.toBuffer());
            } else if (success) {
                known = client.answers(requestId, body.content);
            } else {
                known = client.fails(requestId, errorType(request), body.content);
            }
            if (!known) {
                answer(request.response(), 400, new RuntimeError("InvalidRequestID", "Invalid request ID"));
            } else if (tooLarge) {
                answer(request.response(), 413, new RuntimeError("RequestEntityTooLarge", "The answer is too large"));
            } else {
                accept(request);
            }
        });
    }

    /**
     * Of a body, as much as may be kept.
     *
     * @param bytes of the whole
     */
    private record Body(Buffer content, long bytes) {}

    /** A streamed answer comes in chunks and is put together like any other: nobody could use its first half. */
    private static Future<Body> body(HttpServerRequest request) {
        Buffer content = Buffer.buffer();
        long[] bytes = {0};
        request.handler(chunk -> {
            bytes[0] += chunk.length();
            if (bytes[0] <= RuntimeError.LARGEST_ANSWER) {
                content.appendBuffer(chunk);
            }
        });
        return request.end().map(ended -> new Body(content, bytes[0]));
    }

    private static String errorType(HttpServerRequest request) {
        String type = request.getHeader(ERROR_TYPE);
        return type == null ? "Unhandled" : type;
    }

    private static void accept(HttpServerRequest request) {
        request.response()
                .setStatusCode(202)
                .putHeader("Content-Type", "application/json")
                .end(ACCEPTED);
    }

    private static void answer(HttpServerResponse response, int status, RuntimeError error) {
        response.setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(error.toBuffer());
    }
}
