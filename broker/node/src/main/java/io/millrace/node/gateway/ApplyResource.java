package io.millrace.node.gateway;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.node.artifacts.Artifacts;
import io.millrace.node.deployments.Deployments;
import io.millrace.node.deployments.Deployments.Applied;
import io.millrace.node.deployments.Deployments.Submission;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** {@code /v1/apply} and {@code /v1/artifacts}: definitions and the files that they name. */
final class ApplyResource {

    private static final String MISSING = "artifact-missing";

    private final Deployments deployments;
    private final Artifacts artifacts;

    ApplyResource(Deployments deployments, Artifacts artifacts) {
        this.deployments = deployments;
        this.artifacts = artifacts;
    }

    void bind(Bindings bindings) {
        bindings.answer("apply", this::apply);
        bindings.handle("hasArtifact", this::has);
        bindings.handle("putArtifact", this::put);
    }

    private Future<JsonObject> apply(RoutingContext context) {
        Query query = new Query(context.queryParams());
        boolean dryRun = query.flag("dryRun");
        query.check();
        JsonBody body = JsonBody.of(context.body().buffer());
        Submission submission = new Submission(
                body.requiredText("source"),
                body.text("file").orElse(""),
                body.texts("artifacts"),
                body.texts("parameters"),
                body.number("ifGeneration"));
        body.check();
        return (dryRun ? Future.<Void>succeededFuture() : requireUploaded(submission.artifacts()))
                .compose(uploaded -> deployments.apply(submission, dryRun))
                .recover(refused -> nameFiles(submission, refused))
                .map(DeploymentJson::of);
    }

    private Future<Void> requireUploaded(Map<String, String> digests) {
        List<String> files = List.copyOf(digests.keySet());
        List<Future<Boolean>> looked =
                files.stream().map(file -> has(digests.get(file))).toList();
        return Future.all(looked).compose(all -> {
            List<String> missing = IntStream.range(0, files.size())
                    .filter(i -> !all.<Boolean>resultAt(i))
                    .mapToObj(files::get)
                    .toList();
            return missing.isEmpty() ? Future.succeededFuture() : Future.failedFuture(missing(missing));
        });
    }

    private Future<Boolean> has(String digest) {
        return Artifacts.isDigest(digest) ? artifacts.has(digest) : Future.succeededFuture(false);
    }

    /** Adds to a refusal for missing files which files the definitions name. */
    private Future<Applied> nameFiles(Submission submission, Throwable refused) {
        if (refused instanceof ExtendedProblemException
                || !(refused instanceof ProblemException told)
                || told.problems().stream().noneMatch(problem -> problem.code().equals(MISSING))) {
            return Future.failedFuture(refused);
        }
        return deployments.apply(submission, true).transform(dry -> {
            List<String> files = dry.failed()
                    ? List.of()
                    : dry.result().files().stream()
                            .filter(file -> !submission.artifacts().containsKey(file))
                            .toList();
            return Future.failedFuture(new ExtendedProblemException(told.problems(), files(files), refused));
        });
    }

    private static ProblemException missing(List<String> files) {
        List<Problem> problems = files.stream()
                .map(file -> Problem.user(
                        MISSING,
                        "the content of " + file + " was not uploaded.",
                        Where.path("artifacts." + file),
                        "Send it with PUT /v1/artifacts/{sha256}, then apply again."))
                .toList();
        return new ExtendedProblemException(problems, files(files), null);
    }

    private static JsonObject files(List<String> files) {
        return new JsonObject().put("files", new JsonArray(files));
    }

    private void has(RoutingContext context) {
        artifacts
                .has(digest(context))
                .onSuccess(here ->
                        context.response().setStatusCode(here ? 200 : 404).end())
                .onFailure(context::fail);
    }

    private void put(RoutingContext context) {
        String digest = digest(context);
        HttpServerRequest request = context.request().pause();
        artifacts
                .has(digest)
                .compose(here -> here
                        ? Future.succeededFuture(200)
                        : store(digest, request).map(201))
                .onSuccess(status -> {
                    context.response().setStatusCode(status).end();
                    RequestStreams.discard(context);
                })
                .onFailure(context::fail);
    }

    private Future<Void> store(String digest, HttpServerRequest request) {
        RequestStreams.invite(request);
        return artifacts.put(digest, request);
    }

    private static String digest(RoutingContext context) {
        String digest = context.pathParam("sha256");
        if (!Artifacts.isDigest(digest)) {
            throw new ProblemException(Problem.user(
                    "invalid-digest",
                    digest + " is not a SHA-256.",
                    Where.path("sha256"),
                    "Write 64 lower-case hexadecimal digits."));
        }
        return digest;
    }
}
