package io.millrace.node.gateway;

import io.millrace.api.deployment.Operation;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.node.deployments.Deployments;
import io.millrace.node.deployments.Deployments.KindView;
import io.millrace.node.deployments.Deployments.Redrive;
import io.millrace.node.deployments.Deployments.Rewind;
import io.millrace.node.deployments.Deployments.View;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** {@code /v1/deployments} and {@code /v1/kinds}. */
final class DeploymentsResource {

    private static final Comparator<View> BY_ID = Comparator.comparing(
                    (View view) -> view.id().kind())
            .thenComparing(view -> view.id().name());

    private final Deployments deployments;

    DeploymentsResource(Deployments deployments) {
        this.deployments = deployments;
    }

    void bind(Bindings bindings) {
        bindings.answer("listKinds", context -> kinds());
        bindings.answer("listDeployments", context -> deployments.list().map(DeploymentsResource::views));
        bindings.answer("listDeploymentsOfKind", this::listOfKind);
        bindings.answer("getDeployment", view(deployments::get));
        bindings.answer("deleteDeployment", 202, view(deployments::delete));
        bindings.answer("listGenerations", this::generations);
        bindings.answer("pauseDeployment", view(deployments::pause));
        bindings.answer("resumeDeployment", view(deployments::resume));
        bindings.answer("restartDeployment", view(deployments::restart));
        bindings.answer("rollbackDeployment", this::rollback);
        bindings.answer("rewindDeployment", this::rewind);
        bindings.answer("redriveDeployment", this::redrive);
        bindings.answer("askDeployment", this::operate);
        bindings.answer("operateDeployment", this::operate);
    }

    private Future<JsonObject> kinds() {
        return Future.succeededFuture(
                new JsonObject().put("kinds", DeploymentJson.array(deployments.kinds(), DeploymentJson::of)));
    }

    private Future<JsonObject> listOfKind(RoutingContext context) {
        String kind = kind(context.pathParam("kind")).kind();
        return deployments
                .list()
                .map(all -> views(all.stream()
                        .filter(view -> view.id().kind().equals(kind))
                        .toList()));
    }

    private Future<JsonObject> generations(RoutingContext context) {
        return deployments
                .generations(id(context))
                .map(kept -> new JsonObject().put("generations", DeploymentJson.array(kept, DeploymentJson::of)));
    }

    private Future<JsonObject> rollback(RoutingContext context) {
        JsonBody body = JsonBody.of(context.body().buffer());
        long generation = body.requiredNumber("generation");
        body.check();
        return deployments.rollback(id(context), generation).map(DeploymentJson::of);
    }

    private Future<JsonObject> rewind(RoutingContext context) {
        JsonBody body = JsonBody.of(context.body().buffer());
        Rewind request = new Rewind(body.requiredTextOrNumber("to"), body.flag("dryRun"), body.flag("duplicates"));
        body.check();
        return deployments.rewind(id(context), request).map(DeploymentJson::of);
    }

    private Future<JsonObject> redrive(RoutingContext context) {
        JsonBody body = JsonBody.of(context.body().buffer());
        Redrive request = new Redrive(body.number("max").orElse(-1L));
        body.check();
        return deployments
                .redrive(id(context), request)
                .map(done ->
                        new JsonObject().put("records", done.records()).put("deadLetterTopic", done.deadLetterTopic()));
    }

    private Future<JsonObject> operate(RoutingContext context) {
        Deployments.Id id = id(context);
        Operation operation = operation(id.kind(), context.pathParam("operation"));
        if (operation.changes() != context.request().method().equals(HttpMethod.POST)) {
            throw new ProblemException(Problem.user(
                    "wrong-method",
                    operation.name() + (operation.changes() ? " changes something." : " only asks."),
                    Where.path(id.toString()),
                    operation.changes() ? "Use POST." : "Use GET."));
        }
        Buffer body = Optional.ofNullable(context.body().buffer()).orElse(Buffer.buffer());
        if (operation.input() == Operation.Input.JSON) {
            JsonBody.of(body);
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        context.queryParams().forEach(parameters::put);
        return deployments
                .operate(id, operation.name(), new Operation.Request(body, parameters))
                .map(Operation.Answer::body);
    }

    private Operation operation(String kind, String name) {
        return kind(kind).operations().stream()
                .filter(operation -> operation.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ProblemException(Problem.user(
                        "unknown-operation",
                        "the kind " + kind + " has no operation " + name + ".",
                        Where.path(kind),
                        "Look at GET /v1/kinds.")));
    }

    private KindView kind(String kind) {
        return deployments.kinds().stream()
                .filter(view -> view.kind().equals(kind))
                .findFirst()
                .orElseThrow(() -> new ProblemException(Problem.user(
                        "unknown-kind",
                        "there is no kind " + kind + ".",
                        Where.path(kind),
                        "Use one of "
                                + String.join(
                                        ", ",
                                        deployments.kinds().stream()
                                                .map(KindView::kind)
                                                .sorted()
                                                .toList())
                                + ".")));
    }

    private static Function<RoutingContext, Future<JsonObject>> view(Function<Deployments.Id, Future<View>> act) {
        return context -> act.apply(id(context)).map(DeploymentJson::of);
    }

    private static JsonObject views(List<View> views) {
        return new JsonObject()
                .put(
                        "deployments",
                        DeploymentJson.array(views.stream().sorted(BY_ID).toList(), DeploymentJson::of));
    }

    static Deployments.Id id(RoutingContext context) {
        return new Deployments.Id(context.pathParam("kind"), context.pathParam("name"));
    }
}
