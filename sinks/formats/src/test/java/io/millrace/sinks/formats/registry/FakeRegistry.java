package io.millrace.sinks.formats.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Answers as Confluent's published API says, and as badly as a test wants. */
final class FakeRegistry implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, String> answers = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final List<String> authorizations = new ArrayList<>();
    private int status = 200;
    private String body = "";

    FakeRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    FakeRegistry schema(int id, String type, String text, JsonObject... references) {
        JsonObject answer = new JsonObject().put("schema", text);
        if (!"AVRO".equals(type)) {
            answer.put("schemaType", type);
        }
        if (references.length > 0) {
            answer.put("references", new JsonArray(List.of(references)));
        }
        answers.put("/schemas/ids/" + id, answer.encode());
        return this;
    }

    FakeRegistry version(String subject, int version, String text, JsonObject... references) {
        JsonObject answer =
                new JsonObject().put("subject", subject).put("version", version).put("schema", text);
        answer.put("references", new JsonArray(List.of(references)));
        answers.put("/subjects/" + subject + "/versions/" + version, answer.encode());
        return this;
    }

    static JsonObject reference(String name, String subject, int version) {
        return new JsonObject().put("name", name).put("subject", subject).put("version", version);
    }

    /** Answers this to everything; 200 is as usual. */
    void answering(int code, String text) {
        status = code;
        body = text;
    }

    List<String> asked() {
        return asked;
    }

    List<String> authorizations() {
        return authorizations;
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        asked.add(path);
        authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
        if (status != 200) {
            send(exchange, status, body);
        } else if (answers.containsKey(path)) {
            send(exchange, 200, answers.get(path));
        } else {
            int code = path.startsWith("/schemas/ids/") ? 40403 : 40401;
            send(exchange, 404, "{\"error_code\":" + code + ",\"message\":\"not found\"}");
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** A value as it stands in a record. */
    static byte[] framed(int id, byte[] value) {
        return ByteBuffer.allocate(5 + value.length)
                .put((byte) 0)
                .putInt(id)
                .put(value)
                .array();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
