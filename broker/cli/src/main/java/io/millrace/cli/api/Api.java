package io.millrace.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.api.problem.Problem;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The node's REST API, a method a call. Answers are the node's own JSON, as its {@code /openapi.yaml} describes them.
 *
 * <p>Blocks; any thread. What the node refuses is a {@link Refused}; a node that is not there, or does not answer, is another
 * {@link io.millrace.api.problem.ProblemException}.
 */
public final class Api {

    private final Transport node;

    /** @param token bearer token; null when the node asks for none */
    public Api(URI server, String token) {
        node = new Transport(server, token);
    }

    public JsonNode node() {
        return node.get("/v1/node");
    }

    /** Kinds, in their order. */
    public JsonNode kinds() {
        return node.get("/v1/kinds").path("kinds");
    }

    /**
     * @param artifacts digest by path, as the definitions name it
     * @param parameters values by name, for templates that ask for them
     * @param ifGeneration refuse unless the stored generation is this one; null for any
     */
    public JsonNode apply(
            String source,
            String file,
            Map<String, String> artifacts,
            Map<String, String> parameters,
            Long ifGeneration,
            boolean dryRun) {
        ObjectNode submission = object().put("source", source).put("file", file);
        ObjectNode digests = submission.putObject("artifacts");
        artifacts.forEach(digests::put);
        ObjectNode values = submission.putObject("parameters");
        parameters.forEach(values::put);
        if (ifGeneration != null) {
            submission.put("ifGeneration", ifGeneration);
        }
        return node.post("/v1/apply?dryRun=" + dryRun, submission);
    }

    public boolean hasArtifact(String sha256) {
        return node.has(path("artifacts", sha256));
    }

    /** @param length of the content in bytes */
    public void putArtifact(String sha256, InputStream content, long length) {
        BodyPublisher body = length == 0
                ? BodyPublishers.noBody()
                : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> content), length);
        node.stream("PUT", path("artifacts", sha256), "application/octet-stream", body);
    }

    /** All deployments: {@code {"deployments": […]}}. */
    public JsonNode deployments() {
        return node.get(path("deployments"));
    }

    public JsonNode deployment(DeploymentId id) {
        return node.get(of(id));
    }

    public JsonNode delete(DeploymentId id) {
        return node.delete(of(id));
    }

    /** Kept definitions, newest first. */
    public JsonNode generations(DeploymentId id) {
        return node.get(of(id, "generations")).path("generations");
    }

    /** Lines of the node's log about it; closing the stream ends the reading. */
    public InputStream logs(DeploymentId id, boolean follow) {
        return node.stream(of(id, "logs") + query(Map.of("follow", String.valueOf(follow))));
    }

    public JsonNode rollback(DeploymentId id, long generation) {
        return node.post(of(id, "rollback"), object().put("generation", generation));
    }

    public JsonNode pause(DeploymentId id) {
        return node.post(of(id, "pause"), object());
    }

    public JsonNode resume(DeploymentId id) {
        return node.post(of(id, "resume"), object());
    }

    public JsonNode restart(DeploymentId id) {
        return node.post(of(id, "restart"), object());
    }

    /** @param to {@code earliest}, {@code latest}, an ISO-8601 time, or an offset */
    public JsonNode rewind(DeploymentId id, String to, boolean dryRun, boolean duplicates) {
        return node.post(
                of(id, "rewind"), object().put("to", to).put("dryRun", dryRun).put("duplicates", duplicates));
    }

    /** @param max most records to send back; -1 for all there are now */
    public JsonNode redrive(DeploymentId id, long max) {
        return node.post(of(id, "redrive"), object().put("max", max));
    }

    /** Carries out an operation that changes nothing. */
    public JsonNode ask(DeploymentId id, String operation, Map<String, String> parameters) {
        return node.get(of(id, operation) + query(parameters));
    }

    /** Carries out an operation that changes something; waits for it as long as it takes. */
    public JsonNode operate(
            DeploymentId id, String operation, Map<String, String> parameters, String contentType, byte[] body) {
        return node.stream(
                "POST", of(id, operation) + query(parameters), contentType, BodyPublishers.ofByteArray(body));
    }

    /** All topics: {@code {"topics": […]}}. */
    public JsonNode topics() {
        return node.get(path("topics"));
    }

    public JsonNode topic(String topic) {
        return node.get(path("topics", topic));
    }

    /** @param records one JSON object a line; read as fast as the broker takes them */
    public JsonNode produce(String topic, InputStream records) {
        return node.stream(
                "POST",
                path("topics", topic, "records"),
                "application/x-ndjson",
                BodyPublishers.ofInputStream(() -> records));
    }

    /** Records, one JSON object a line; closing the stream ends the reading. */
    public InputStream consume(String topic, Map<String, String> parameters) {
        return node.stream(path("topics", topic, "records") + query(parameters));
    }

    /** All consumer groups: {@code {"groups": […]}}. */
    public JsonNode groups() {
        return node.get(path("groups"));
    }

    public JsonNode group(String group) {
        return node.get(path("groups", group));
    }

    /** What holds a deployment up on any node, as its view tells it. */
    public static List<Problem> problems(JsonNode deployment) {
        List<Problem> problems = new ArrayList<>();
        for (JsonNode status : deployment.path("status")) {
            status.path("problems").forEach(problem -> problems.add(Transport.problem(problem)));
        }
        return problems;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static String of(DeploymentId id, String... more) {
        String deployment = path("deployments", id.kind(), id.name());
        return more.length == 0 ? deployment : deployment + "/" + encoded(more[0]);
    }

    private static String path(String... segments) {
        StringBuilder path = new StringBuilder("/v1");
        for (String segment : segments) {
            path.append('/').append(encoded(segment));
        }
        return path.toString();
    }

    private static String query(Map<String, String> parameters) {
        return parameters.isEmpty()
                ? ""
                : parameters.entrySet().stream()
                        .map(parameter -> encoded(parameter.getKey()) + "=" + encoded(parameter.getValue()))
                        .collect(Collectors.joining("&", "?", ""));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
