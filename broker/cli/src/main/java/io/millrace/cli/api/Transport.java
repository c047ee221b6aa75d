package io.millrace.cli.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.api.problem.Fault;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Requests to one node and what its answers mean. Blocks; any thread. */
final class Transport {

    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    /** Long enough for what waits for records in work: pausing, rewinding. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(2);

    private final URI server;
    private final String token;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    /** @param token null when the node asks for none */
    Transport(URI server, String token) {
        this.server = server;
        this.token = token;
    }

    JsonNode get(String path) {
        return json(request(path).GET());
    }

    JsonNode delete(String path) {
        return json(request(path).header("Content-Type", "application/json").method("DELETE", BodyPublishers.noBody()));
    }

    JsonNode post(String path, JsonNode body) {
        return json(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString())));
    }

    /** A request of any length; waits for the answer as long as it takes. */
    JsonNode stream(String method, String path, String contentType, BodyPublisher body) {
        return parsed(send(request(path).header("Content-Type", contentType).method(method, body)));
    }

    /** An answer whose length nobody knows; closing it ends the request. */
    InputStream stream(String path) {
        HttpResponse<InputStream> response = exchange(request(path).GET(), BodyHandlers.ofInputStream());
        if (response.statusCode() >= 400) {
            throw refused(response.statusCode(), text(response.body()));
        }
        return response.body();
    }

    /** Whether the node has what the path names. */
    boolean has(String path) {
        HttpResponse<Void> response =
                exchange(request(path).method("HEAD", BodyPublishers.noBody()), BodyHandlers.discarding());
        if (response.statusCode() >= 400 && response.statusCode() != 404) {
            throw refused(response.statusCode(), "");
        }
        return response.statusCode() != 404;
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return request;
    }

    private JsonNode json(HttpRequest.Builder request) {
        return parsed(send(request.header("Accept", "application/json").timeout(ANSWER_TIMEOUT)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        HttpResponse<String> response = exchange(request, BodyHandlers.ofString());
        if (response.statusCode() >= 400) {
            throw refused(response.statusCode(), response.body());
        }
        return response;
    }

    private <T> HttpResponse<T> exchange(HttpRequest.Builder request, BodyHandler<T> handler) {
        try {
            return client.send(request.build(), handler);
        } catch (HttpTimeoutException late) {
            throw new ProblemException(
                    Problem.resource("no-answer", server + " does not answer.", null, "Look at the node's log."), late);
        } catch (IOException failed) {
            throw new ProblemException(unreachable(failed), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ProblemException(
                    Problem.resource("interrupted", "interrupted while waiting for " + server + ".", null, ""),
                    interrupted);
        }
    }

    private Problem unreachable(IOException failed) {
        if (failed instanceof java.net.ConnectException) {
            return Problem.resource(
                    "unreachable",
                    "cannot reach " + server + ".",
                    null,
                    "Start a node with: millrace start, or name another with --server URL or MILLRACE_SERVER.");
        }
        return Problem.resource(
                "connection-lost",
                "the connection to " + server + " broke: " + failed.getMessage() + ".",
                null,
                "Look at the node's log, then try again.");
    }

    private JsonNode parsed(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException notJson) {
            throw new ProblemException(foreign(response.statusCode()), notJson);
        }
    }

    private ProblemException refused(int status, String body) {
        JsonNode answer;
        try {
            answer = JSON.readTree(body);
        } catch (JsonProcessingException notJson) {
            return new ProblemException(foreign(status), notJson);
        }
        List<Problem> problems = new ArrayList<>();
        answer.path("problems").forEach(item -> problems.add(problem(item)));
        return problems.isEmpty() ? new ProblemException(foreign(status)) : new Refused(status, problems, answer);
    }

    private Problem foreign(int status) {
        return Problem.resource(
                "not-a-node",
                "what listens at " + server + " does not answer as a Millrace node (HTTP " + status + ").",
                null,
                "Name the node with --server URL or MILLRACE_SERVER.");
    }

    private String text(InputStream body) {
        try (body) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new ProblemException(unreachable(failed), failed);
        }
    }

    /** Reads a problem as the node writes it. */
    static Problem problem(JsonNode item) {
        JsonNode where = item.path("where");
        return new Problem(
                item.path("code").asText(),
                Fault.valueOf(item.path("fault").asText("internal").toUpperCase(Locale.ROOT)),
                item.path("what").asText(),
                new Where(
                        where.path("file").asText(),
                        where.path("line").asInt(),
                        where.path("column").asInt(),
                        where.path("path").asText()),
                item.path("mend").asText());
    }
}
