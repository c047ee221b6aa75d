package io.millrace.processing.flink.engine;

import io.millrace.api.settings.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientMultipartForm;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Flink's REST API, as far as applications need it. Any thread; every future fails with a {@link FlinkFailure}.
 *
 * <p>Source: REST API of Flink 1.20 and 2.3, which agree in all that is used here.
 */
public final class FlinkRest {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    /** A program may do what it likes before it submits its job. */
    private static final Duration PROGRAM = Duration.ofMinutes(10);

    private static final long POLL_MS = 100;

    /** Of questions about an operation that get no answer, in a row: the operation goes on meanwhile. */
    private static final int PATIENCE = 30;

    private static final int ERRORS_FROM = 400;

    private final Vertx vertx;
    private final URI base;
    private final Map<String, Secret> headers;
    private final HttpClient client;

    /**
     * @param base of the REST API, http or https
     * @param headers sent with every request
     * @param certificates file in PEM form of who may have signed the cluster's; null for Java's own
     */
    public FlinkRest(Vertx vertx, URI base, Map<String, Secret> headers, Path certificates) {
        this.vertx = vertx;
        this.base = base;
        this.headers = headers;
        HttpClientOptions options = new HttpClientOptions().setConnectTimeout((int) CONNECT.toMillis());
        if (base.getScheme().equals("https")) {
            options.setSsl(true);
            if (certificates != null) {
                options.setTrustOptions(new PemTrustOptions().addCertPath(certificates.toString()));
            }
        }
        client = vertx.httpClientBuilder()
                .with(options)
                // Who has asked hears of it; a connection that nobody uses may go.
                .withConnectHandler(connection -> connection.exceptionHandler(gone -> {}))
                .build();
    }

    public URI base() {
        return base;
    }

    /** Ends all connections. */
    public Future<Void> close() {
        return client.close();
    }

    /** Such as {@code 2.3.0}. */
    public Future<String> version() {
        return get("/config").map(config -> config.getString("flink-version", ""));
    }

    /**
     * Gives Flink a jar.
     *
     * @param name as the web UI shows it
     * @return its id, which the cluster knows it by until it ends
     */
    public Future<String> upload(Path jar, String name) {
        ClientMultipartForm form = ClientMultipartForm.multipartForm()
                .binaryFileUpload("jarfile", name + ".jar", "application/x-java-archive", jar.toString());
        return client.request(options(HttpMethod.POST, "/jars/upload", ANSWER))
                .compose(request -> request.send(form))
                .compose(FlinkRest::body)
                .recover(FlinkRest::failure)
                .map(answer -> {
                    String file = answer.getString("filename");
                    return file.substring(file.lastIndexOf('/') + 1);
                });
    }

    public Future<Void> forget(String jar) {
        return ask(HttpMethod.DELETE, "/jars/" + jar, null, ANSWER).mapEmpty();
    }

    /** Runs a program, which submits its job. Completes when it has. */
    public Future<Void> run(String jar, JsonObject request) {
        return ask(HttpMethod.POST, "/jars/" + jar + "/run", request, PROGRAM).mapEmpty();
    }

    public Future<JsonObject> job(String job) {
        return get("/jobs/" + job);
    }

    /** Counts, and the latest of each sort. */
    public Future<JsonObject> checkpoints(String job) {
        return get("/jobs/" + job + "/checkpoints");
    }

    /** Newest first. */
    public Future<JsonArray> exceptions(String job) {
        return get("/jobs/" + job + "/exceptions")
                .map(answer -> answer.getJsonObject("exceptionHistory", new JsonObject())
                        .getJsonArray("entries", new JsonArray()));
    }

    /** A metric of a job; 0 when there is none of it yet. */
    public Future<Long> metric(String job, String name) {
        return request(HttpMethod.GET, "/jobs/" + job + "/metrics?get=" + name, null, ANSWER)
                .map(answer -> answer.toJsonArray().stream()
                        .map(JsonObject.class::cast)
                        .mapToLong(metric -> (long) Double.parseDouble(metric.getString("value")))
                        .sum());
    }

    public Future<Void> cancel(String job) {
        return ask(HttpMethod.PATCH, "/jobs/" + job + "?mode=cancel", null, ANSWER)
                .mapEmpty();
    }

    /** Takes a checkpoint now. Completes when it is complete. */
    public Future<Void> checkpoint(String job) {
        return triggered("/jobs/" + job + "/checkpoints", new JsonObject().put("checkpointType", "CONFIGURED"))
                .mapEmpty();
    }

    /** Takes a savepoint. Completes with where it is. */
    public Future<String> savepoint(String job, String folder) {
        JsonObject request = new JsonObject().put("target-directory", folder).put("cancel-job", false);
        return triggered("/jobs/" + job + "/savepoints", request).map(done -> done.getString("location"));
    }

    /** Takes a savepoint and ends the job. Completes with where it is. */
    public Future<String> stop(String job, String folder) {
        JsonObject request = new JsonObject().put("targetDirectory", folder).put("drain", false);
        return ask(HttpMethod.POST, "/jobs/" + job + "/stop", request, ANSWER)
                .compose(taken -> completed("/jobs/" + job + "/savepoints/" + taken.getString("request-id"), PATIENCE))
                .map(done -> done.getString("location"));
    }

    private Future<JsonObject> triggered(String path, JsonObject request) {
        return ask(HttpMethod.POST, path, request, ANSWER)
                .compose(taken -> completed(path + "/" + taken.getString("request-id"), PATIENCE));
    }

    /** Asks until an operation has ended. */
    private Future<JsonObject> completed(String operation, int patience) {
        return get(operation).transform(asked -> {
            if (asked.failed()) {
                return patience > 0 && asked.cause() instanceof FlinkFailure told && told.isSilence()
                        ? completedLater(operation, patience - 1)
                        : Future.failedFuture(asked.cause());
            }
            JsonObject answer = asked.result();
            if (!answer.getJsonObject("status").getString("id").equals("COMPLETED")) {
                return completedLater(operation, PATIENCE);
            }
            JsonObject result = answer.getJsonObject("operation", new JsonObject());
            JsonObject failure = result.getJsonObject("failure-cause", result.getJsonObject("failureCause"));
            return failure == null
                    ? Future.succeededFuture(result)
                    : Future.failedFuture(FlinkFailure.failed(failure.getString("stack-trace")));
        });
    }

    private Future<JsonObject> completedLater(String operation, int patience) {
        return vertx.timer(POLL_MS, TimeUnit.MILLISECONDS).compose(rung -> completed(operation, patience));
    }

    /** An answer that is an object. */
    public Future<JsonObject> get(String path) {
        return ask(HttpMethod.GET, path, null, ANSWER);
    }

    /** An answer that is a list. */
    public Future<JsonArray> list(String path) {
        return request(HttpMethod.GET, path, null, ANSWER).map(Buffer::toJsonArray);
    }

    /**
     * An answer as it is, errors of Flink's included; it is read, or its request reset.
     *
     * @param more headers by name
     */
    public Future<HttpClientResponse> look(String path, Map<String, String> more) {
        RequestOptions options = options(HttpMethod.GET, path, ANSWER);
        more.forEach(options::putHeader);
        return Future.succeededFuture(options)
                .compose(client::request) // which throws when it was closed
                .compose(HttpClientRequest::send)
                .recover(FlinkRest::failure);
    }

    private Future<JsonObject> ask(HttpMethod method, String path, JsonObject body, Duration longest) {
        return request(method, path, body, longest).map(FlinkRest::object);
    }

    private Future<Buffer> request(HttpMethod method, String path, JsonObject body, Duration longest) {
        return client.request(options(method, path, longest))
                .compose(request -> body == null
                        ? request.send()
                        : request.putHeader("Content-Type", "application/json").send(body.toBuffer()))
                .compose(FlinkRest::whole)
                .recover(FlinkRest::failure);
    }

    private RequestOptions options(HttpMethod method, String path, Duration longest) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setAbsoluteURI(base.toString().replaceAll("/$", "") + path)
                .setIdleTimeout(longest.toMillis());
        headers.forEach((name, value) -> options.addHeader(name, value.reveal()));
        return options;
    }

    private static Future<JsonObject> body(HttpClientResponse response) {
        return whole(response).map(FlinkRest::object);
    }

    private static Future<Buffer> whole(HttpClientResponse response) {
        return response.body().compose(body -> {
            if (response.statusCode() < ERRORS_FROM) {
                return Future.succeededFuture(body);
            }
            String errors = errors(body);
            return Future.failedFuture(FlinkFailure.refused(
                    response.statusCode(),
                    errors.isBlank() ? "HTTP " + response.statusCode() + " " + response.statusMessage() : errors));
        });
    }

    private static JsonObject object(Buffer body) {
        try {
            return body.length() == 0 ? new JsonObject() : body.toJsonObject();
        } catch (DecodeException foreign) {
            throw FlinkFailure.refused(0, "what answers is not Flink");
        }
    }

    /** What Flink says; empty when it was not Flink, but what stands before it. */
    private static String errors(Buffer body) {
        try {
            List<?> errors =
                    body.toJsonObject().getJsonArray("errors", new JsonArray()).getList();
            return errors.stream().map(Object::toString).collect(Collectors.joining("\n"));
        } catch (DecodeException foreign) {
            return "";
        }
    }

    private static <T> Future<T> failure(Throwable failure) {
        return Future.failedFuture(failure instanceof FlinkFailure told ? told : FlinkFailure.silent(failure));
    }
}
