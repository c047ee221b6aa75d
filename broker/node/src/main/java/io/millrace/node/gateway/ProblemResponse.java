package io.millrace.node.gateway;

import io.millrace.api.problem.Fault;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers for all that fails: {@code application/problem+json}, the status by the first problem's code, else by its fault. */
final class ProblemResponse implements Handler<RoutingContext> {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemResponse.class);

    private static final Map<String, Integer> STATUS = Map.ofEntries(
            Map.entry("unauthorized", 401),
            Map.entry("foreign-origin", 403),
            Map.entry("internal-topic", 403),
            Map.entry("unknown-path", 404),
            Map.entry("unknown-deployment", 404),
            Map.entry("unknown-kind", 404),
            Map.entry("unknown-operation", 404),
            Map.entry("unknown-generation", 404),
            Map.entry("unknown-topic", 404),
            Map.entry("unknown-partition", 404),
            Map.entry("unknown-group", 404),
            Map.entry("unknown-artifact", 404),
            Map.entry("wrong-method", 405),
            Map.entry("artifact-missing", 409),
            Map.entry("being-deleted", 409),
            Map.entry("exactly-once", 409),
            Map.entry("not-running", 409),
            Map.entry("stale-generation", 409),
            Map.entry("body-too-large", 413),
            Map.entry("record-too-large", 413),
            Map.entry("unsupported-content-type", 415),
            Map.entry("unknown-host", 421));

    private final int otherwise;

    /** @param otherwise the status when the router does not tell one */
    ProblemResponse(int otherwise) {
        this.otherwise = otherwise;
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerResponse response = context.response();
        if (response.closed()) {
            return;
        }
        if (response.headWritten()) {
            // Too late for a status: a connection that breaks off is how the client learns of it.
            context.request().connection().close();
            return;
        }
        List<Problem> problems = problems(context);
        int status = status(problems.get(0));
        log(context, problems);
        JsonObject body = body(status, problems);
        if (context.failure() instanceof ExtendedProblemException extended) {
            body.mergeIn(extended.members());
        }
        response.setStatusCode(status)
                .putHeader("content-type", "application/problem+json")
                .end(body.toBuffer());
        RequestStreams.discard(context);
    }

    static JsonObject body(int status, List<Problem> problems) {
        return new JsonObject()
                .put("type", "urn:millrace:problem:" + problems.get(0).code())
                .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
                .put("status", status)
                .put("detail", problems.stream().map(Problem::toString).collect(Collectors.joining("\n")))
                .put(
                        "problems",
                        new JsonArray(problems.stream().map(Problem::toJson).toList()));
    }

    private List<Problem> problems(RoutingContext context) {
        Throwable failure = context.failure();
        if (failure instanceof ProblemException told) {
            return told.problems();
        }
        String request = context.request().method() + " " + context.request().path();
        return List.of(
                switch (context.statusCode() > 0 ? context.statusCode() : otherwise) {
                    case 404 ->
                        Problem.user(
                                "unknown-path",
                                "there is no " + request + ".",
                                Where.path(""),
                                "Look at /openapi.yaml.");
                    case 405 ->
                        Problem.user(
                                "wrong-method",
                                request + " is not an operation, though the path is.",
                                Where.path(""),
                                "Look at /openapi.yaml.");
                    case 413 ->
                        Problem.user(
                                "body-too-large",
                                "the body is larger than " + (Gateway.BODY_LIMIT_BYTES >> 20) + " MiB.",
                                Where.path("body"),
                                "Send less at a time; files go to /v1/artifacts.");
                    case 400, 414, 417, 431 ->
                        Problem.user(
                                "malformed-request",
                                "the request is not well formed.",
                                Where.path(""),
                                "Look at /openapi.yaml.");
                    default -> Problem.internal("internal-error", request + " failed.", Where.path(""));
                });
    }

    private static int status(Problem problem) {
        Integer byCode = STATUS.get(problem.code());
        if (byCode != null) {
            return byCode;
        }
        return switch (problem.fault()) {
            case USER -> 400;
            case RESOURCE -> 503;
            case INTERNAL -> 500;
        };
    }

    private static void log(RoutingContext context, List<Problem> problems) {
        Fault fault = problems.get(0).fault();
        var event = switch (fault) {
            case USER -> LOG.atInfo();
            case RESOURCE -> LOG.atWarn();
            case INTERNAL -> LOG.atError().setCause(context.failure());
        };
        event.addKeyValue("error", problems.get(0).toString())
                .log(
                        "refused {} {}",
                        context.request().method(),
                        context.request().path());
    }
}
