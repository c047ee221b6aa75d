package io.millrace.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A node's REST API, as far as a test tells it what to answer. */
public final class FakeNode implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    /** What was asked. */
    public record Request(String call, Map<String, List<String>> headers, String text) {}

    private record Answer(int status, String contentType, String body) {}

    public FakeNode() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** @param call such as {@code GET /v1/topics?max=1}; the query may be left out */
    public FakeNode answers(String call, int status, String json) {
        answers.put(call, new Answer(status, "application/json", json));
        return this;
    }

    public FakeNode answers(String call, String json) {
        return answers(call, 200, json);
    }

    /** Refuses with one problem. */
    public FakeNode refuses(String call, int status, String code, String fault, String what, String mend) {
        return refuses(call, status, code, fault, what, 0, mend);
    }

    public FakeNode refuses(String call, int status, String code, String fault, String what, int line, String mend) {
        String body = """
                {"type": "urn:millrace:problem:%s", "title": "-", "status": %d, "detail": "%s", "problems": [
                  {"code": "%s", "fault": "%s", "what": "%s", "mend": "%s",
                   "where": {"file": "%s", "line": %d, "column": %d, "path": "%s"}}]}""".formatted(
                        code,
                        status,
                        what,
                        code,
                        fault,
                        what,
                        mend,
                        "",
                        line,
                        line > 0 ? 3 : 0,
                        line > 0 ? "Topic/a partitions" : "");
        answers.put(call, new Answer(status, "application/problem+json", body));
        return this;
    }

    public List<Request> requests() {
        return requests;
    }

    /** The calls in order. */
    public List<String> calls() {
        return requests.stream().map(Request::call).toList();
    }

    public Request request(String call) {
        return requests.stream()
                .filter(request -> request.call().equals(call))
                .findFirst()
                .orElseThrow(() -> new AssertionError(call + " is not among " + calls()));
    }

    private void handle(HttpExchange exchange) throws IOException {
        String call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        requests.add(new Request(
                call,
                exchange.getRequestHeaders(),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        Answer answer = answers.get(call);
        if (answer == null) {
            answer = answers.getOrDefault(
                    call.replaceFirst("\\?.*", ""), new Answer(404, "text/plain", "nothing is said about " + call));
        }
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        boolean bodyless = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(answer.status(), bodyless ? -1 : body.length);
        if (!bodyless) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
