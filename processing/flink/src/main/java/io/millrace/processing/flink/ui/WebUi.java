package io.millrace.processing.flink.ui;

import io.millrace.api.Pages;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.Where;
import io.millrace.processing.flink.engine.FlinkRest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Flink's web UI and REST API of each application, to look at: {@code /flink/NAME/…} is what Flink has at {@code /…}. All that a
 * page of Flink's refers to is relative, so nothing is rewritten but what tells those pages which buttons they have.
 *
 * <p>Flink's API changes things by GET in a few places; those are refused. What Flink sends to let pages of other sites read it is
 * left out, and so is what the request carries for the node alone.
 */
public final class WebUi implements Pages {

    private static final String PATH = "flink";

    private static final List<String> REQUEST_HEADERS =
            List.of("Accept", "Accept-Language", "If-Modified-Since", "Range");

    private static final List<String> RESPONSE_HEADERS = List.of(
            "Content-Type",
            "Content-Length",
            "Content-Range",
            "Content-Disposition",
            "Cache-Control",
            "Date",
            "ETag",
            "Expires",
            "Last-Modified");

    /** Source: YarnCancelJobTerminationHeaders and YarnStopJobTerminationHeaders of Flink. */
    private static final Set<String> CHANGING = Set.of("yarn-cancel", "yarn-stop");

    private static final String CONFIG = "/config";

    /** Source: DashboardConfiguration of Flink. */
    private static final List<String> BUTTONS = List.of("web-submit", "web-cancel", "web-rescale");

    private final Function<String, Optional<FlinkRest>> applications;

    /** @param applications those that run in this node, by name; asked on an event loop */
    public WebUi(Function<String, Optional<FlinkRest>> applications) {
        this.applications = applications;
    }

    /** Where the UI of an application is, below the address of the node. */
    public static String of(String application) {
        return "/" + PATH + "/" + application + "/";
    }

    @Override
    public String path() {
        return PATH;
    }

    @Override
    public void answer(HttpServerRequest request) {
        String path = request.path().substring(PATH.length() + 2);
        int slash = path.indexOf('/');
        String name = slash < 0 ? path : path.substring(0, slash);
        HttpServerResponse response = request.response();
        Optional<FlinkRest> flink = applications.apply(name);
        if (flink.isEmpty()) {
            refuse(
                    response,
                    404,
                    "not-running",
                    "no Flink application " + name + " runs in this node.",
                    "See what there is: millrace get FlinkJob.");
        } else if (slash < 0) {
            response.setStatusCode(302).putHeader("Location", of(name)).end();
        } else if (changes(path.substring(slash))) {
            refuse(
                    response,
                    403,
                    "read-only",
                    "the web UI is to look at, and this would change something or run a program.",
                    "Use the command line: millrace op FlinkJob/" + name + ".");
        } else {
            String query = request.query() == null ? "" : "?" + request.query();
            pass(request, flink.get(), path.substring(slash) + query);
        }
    }

    /** As Flink reads the path: decoded, without empty segments. */
    private static boolean changes(String path) {
        String decoded;
        try {
            decoded = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return true; // nobody knows
        }
        List<String> segments = Arrays.stream(decoded.split("/", -1))
                .filter(segment -> !segment.isEmpty())
                .toList();
        int jars = segments.indexOf("jars"); // below it are plans, for which Flink runs the program
        return segments.stream().anyMatch(CHANGING::contains) || (jars >= 0 && jars < segments.size() - 1);
    }

    private static void pass(HttpServerRequest request, FlinkRest flink, String path) {
        Map<String, String> headers = new HashMap<>();
        for (String name : REQUEST_HEADERS) {
            String value = request.getHeader(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        flink.look(path, headers)
                .onSuccess(answer -> {
                    if (path.equals(CONFIG) && request.method().equals(HttpMethod.GET)) {
                        passWithoutButtons(answer, request);
                    } else {
                        pass(answer, request);
                    }
                })
                .onFailure(silent -> refuse(
                        request.response(),
                        502,
                        "flink-silent",
                        "Flink does not answer: " + silent.getMessage(),
                        "See what it says: millrace describe."));
    }

    /** Buttons that would be refused are not shown. */
    private static void passWithoutButtons(HttpClientResponse answer, HttpServerRequest request) {
        answer.body().onFailure(gone -> request.connection().close()).onSuccess(body -> {
            passHead(answer, request);
            Buffer config = answer.statusCode() == 200 ? withoutButtons(body) : body;
            request.response()
                    .putHeader("Content-Length", Integer.toString(config.length()))
                    .end(config);
        });
    }

    private static Buffer withoutButtons(Buffer config) {
        try {
            JsonObject whole = config.toJsonObject();
            JsonObject features = whole.getJsonObject("features", new JsonObject());
            BUTTONS.stream().filter(features::containsKey).forEach(button -> features.put(button, false));
            return whole.toBuffer();
        } catch (DecodeException foreign) {
            return config;
        }
    }

    private static void passHead(HttpClientResponse answer, HttpServerRequest request) {
        HttpServerResponse response = request.response();
        response.setStatusCode(answer.statusCode());
        for (String name : RESPONSE_HEADERS) {
            String value = answer.getHeader(name);
            if (value != null) {
                response.putHeader(name, value);
            }
        }
        // A page of a cluster's must not act on the node in its reader's name.
        response.putHeader("Content-Security-Policy", policy(request)).putHeader("X-Content-Type-Options", "nosniff");
    }

    private static void pass(HttpClientResponse answer, HttpServerRequest request) {
        passHead(answer, request);
        HttpServerResponse response = request.response();
        if (request.method().equals(HttpMethod.HEAD)) {
            answer.exceptionHandler(reset -> {}); // which is what it is asked for
            answer.request().reset();
            response.end();
            return;
        }
        if (answer.getHeader("Content-Length") == null) {
            response.setChunked(true);
        }
        answer.pipeTo(response).onFailure(gone -> {
            answer.request().reset();
            request.connection().close(); // how the reader learns that there should have been more
        });
    }

    private static String policy(HttpServerRequest request) {
        String path = request.path();
        String own = path.substring(0, path.indexOf('/', PATH.length() + 2) + 1);
        return "connect-src " + request.scheme() + "://" + request.authority() + own
                + "; form-action 'none'; base-uri 'self'; frame-ancestors 'self'";
    }

    private static void refuse(HttpServerResponse response, int status, String code, String what, String mend) {
        Problem problem = Problem.user(code, what, Where.path(""), mend);
        response.setStatusCode(status)
                .putHeader("Content-Type", "application/problem+json")
                .end(new JsonObject()
                        .put("type", "urn:millrace:problem:" + code)
                        .put("title", response.getStatusMessage())
                        .put("status", status)
                        .put("detail", problem.toString())
                        .put("problems", new JsonArray().add(problem.toJson()))
                        .toBuffer());
    }
}
