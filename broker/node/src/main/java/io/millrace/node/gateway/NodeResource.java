package io.millrace.node.gateway;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.api.deployment.Topics;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;

/** The node itself: who it is, whether it lives and is ready, its metrics, its contract. */
final class NodeResource {

    private static final JsonObject UP = new JsonObject().put("status", "UP");

    private final Supplier<JsonObject> node;
    private final Topics topics;
    private final PrometheusMeterRegistry registry;
    private final Contract contract;

    NodeResource(Supplier<JsonObject> node, Topics topics, PrometheusMeterRegistry registry, Contract contract) {
        this.node = node;
        this.topics = topics;
        this.registry = registry;
        this.contract = contract;
    }

    void bind(Bindings bindings) {
        bindings.answer("getNode", context -> Future.succeededFuture(node.get()));
        bindings.answer("getHealth", context -> Future.succeededFuture(UP));
        bindings.answer("getReady", context -> topics.names().map(UP));
        bindings.handle("getMetrics", this::metrics);
        bindings.handle(
                "getContract",
                context -> context.response()
                        .putHeader("content-type", "application/yaml")
                        .end(contract.text()));
    }

    /** On a worker: there may be many, and gauges ask others for their values. */
    private void metrics(RoutingContext context) {
        context.vertx()
                .executeBlocking(() -> registry.scrape(), false)
                .onSuccess(text -> context.response()
                        .putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
                        .end(text))
                .onFailure(context::fail);
    }
}
