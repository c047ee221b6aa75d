package io.millrace.sinks.formats.registry;

import io.millrace.api.feed.DeliveryException;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.api.settings.Secret;
import io.millrace.sinks.formats.registry.RegisteredSchema.Reference;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks a registry for schemas, one of several URLs after the other until one answers. Remembers for a while which
 * numbers there is no schema for, and nothing else. Blocks; any thread.
 *
 * <p>Source: Confluent's Schema Registry API reference, {@code GET /schemas/ids/{id}} and {@code GET
 * /subjects/{subject}/versions/{version}}, and its error codes.
 */
final class SchemaRegistry {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** So long nobody asks again for a number that there is no schema for: a topic may be full of it. */
    private static final Duration UNKNOWN_FOR = Duration.ofSeconds(10);

    private static final int MAX_UNKNOWN = 1_000;

    /** What stands for "no such schema, subject or version" in an answer of 404; without it the URL itself leads nowhere. */
    private static final List<Integer> UNKNOWN = List.of(40401, 40402, 40403);

    private static final String ACCEPTED = "application/vnd.schemaregistry.v1+json, application/json";

    /** One for all: it has a thread of its own and keeps connections. */
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    private final String setting;
    private final List<String> urls;
    private final String authorization; // null for none
    private final Map<Integer, Unknown> unknown = new ConcurrentHashMap<>();

    /**
     * @param setting that names the URLs
     * @param urls in the order in which they are asked
     * @param userInfo name and password with a colon between; null for none
     */
    SchemaRegistry(String setting, List<String> urls, Secret userInfo) {
        this.setting = setting;
        this.urls = urls.stream().map(url -> url.replaceAll("/+$", "")).toList();
        this.authorization = userInfo == null
                ? null
                : "Basic "
                        + Base64.getEncoder().encodeToString(userInfo.reveal().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The schema of a number, with those that it refers to.
     *
     * @throws DeliveryException that rejects when there is none, and asks to wait when the registry does not answer
     */
    RegisteredSchema schema(int id) {
        Unknown told = unknown.get(id);
        if (told != null && System.nanoTime() - told.untilNanos < 0) {
            throw DeliveryException.rejected(told.why, null);
        }
        try {
            return fetch(id);
        } catch (DeliveryException refused) {
            if (refused.steer() == DeliveryException.Steer.REJECTED) {
                if (unknown.size() >= MAX_UNKNOWN) {
                    unknown.clear();
                }
                unknown.put(id, new Unknown(refused.getMessage(), System.nanoTime() + UNKNOWN_FOR.toNanos()));
            }
            throw refused;
        }
    }

    private RegisteredSchema fetch(int id) {
        JsonObject found = get("/schemas/ids/" + id, "schema " + id);
        Map<String, String> references = new LinkedHashMap<>();
        collect(found, references);
        return new RegisteredSchema(
                found.getString("schemaType", "AVRO"),
                found.getString("schema"),
                references.entrySet().stream()
                        .map(each -> new Reference(each.getKey(), each.getValue()))
                        .toList());
    }

    /** Several ways may lead to one reference, and none leads back: a registry takes a schema after those it refers to. */
    private void collect(JsonObject schema, Map<String, String> references) {
        for (Object each : schema.getJsonArray("references", new JsonArray())) {
            JsonObject reference = (JsonObject) each;
            String name = reference.getString("name");
            if (!references.containsKey(name)) {
                String subject = reference.getString("subject");
                int version = reference.getInteger("version");
                JsonObject found = get(
                        "/subjects/"
                                + URLEncoder.encode(subject, StandardCharsets.UTF_8)
                                        .replace("+", "%20") + "/versions/" + version,
                        "version " + version + " of subject " + subject);
                collect(found, references);
                references.put(name, found.getString("schema"));
            }
        }
    }

    private JsonObject get(String path, String wanted) {
        DeliveryException trouble = null;
        for (String url : urls) {
            try {
                return ask(url, path, wanted);
            } catch (DeliveryException told) {
                if (told.steer() != DeliveryException.Steer.UNAVAILABLE) {
                    throw told;
                }
                trouble = trouble == null ? told : trouble;
            }
        }
        throw trouble;
    }

    private JsonObject ask(String url, String path, String wanted) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path)).timeout(TIMEOUT).header("Accept", ACCEPTED);
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        HttpResponse<String> response;
        try {
            response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException failure) {
            throw unavailable(
                    url,
                    "does not answer" + (failure.getMessage() == null ? "" : ": " + failure.getMessage()),
                    "Start it, or correct the URL.");
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw unavailable(url, "was asked when the sink ended", "");
        }
        JsonObject body = json(response.body());
        if (response.statusCode() == 200 && body.getValue("schema") instanceof String) {
            return body;
        }
        if (response.statusCode() == 404 && UNKNOWN.contains(body.getValue("error_code", 0))) {
            throw DeliveryException.rejected("there is no " + wanted + " in the registry at " + url, null);
        }
        throw response.statusCode() == 401 || response.statusCode() == 403
                ? unavailable(
                        url,
                        authorization == null ? "wants a user and a password" : "does not let this user in",
                        "Correct " + setting.replace(RegistrySettings.URL, RegistrySettings.USER_INFO) + ".")
                : unavailable(
                        url,
                        "answers " + response.statusCode() + " to GET " + path + ", and not as a schema registry does",
                        "Correct the URL if there is no registry, with the path it is under.");
    }

    /** Empty when it is none. */
    private static JsonObject json(String body) {
        try {
            return new JsonObject(body);
        } catch (DecodeException other) {
            return new JsonObject();
        }
    }

    private DeliveryException unavailable(String url, String what, String mend) {
        Problem problem = Problem.resource(
                "registry-unavailable",
                "The schema registry at " + url + " " + what + ".",
                Where.path("config." + setting),
                mend);
        return DeliveryException.unavailable(problem.toString(), new ProblemException(problem));
    }

    /** What was said of a number, and when it may be asked for again. */
    private record Unknown(String why, long untilNanos) {}
}
