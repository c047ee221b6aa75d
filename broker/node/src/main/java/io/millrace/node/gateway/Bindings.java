package io.millrace.node.gateway;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Handlers by the operation ids of the contract. */
final class Bindings {

    private final Map<String, Handler<RoutingContext>> handlers = new HashMap<>();

    /** An operation that answers 200 with JSON. */
    void answer(String operationId, Function<RoutingContext, Future<JsonObject>> operation) {
        answer(operationId, 200, operation);
    }

    /** An operation that answers with JSON. */
    void answer(String operationId, int status, Function<RoutingContext, Future<JsonObject>> operation) {
        handle(
                operationId,
                context -> operation
                        .apply(context)
                        .onSuccess(body -> context.response()
                                .setStatusCode(status)
                                .putHeader("content-type", "application/json")
                                .end(body.toBuffer()))
                        .onFailure(context::fail));
    }

    /** An operation that answers by itself. */
    void handle(String operationId, Handler<RoutingContext> handler) {
        if (handlers.put(operationId, handler) != null) {
            throw new IllegalStateException("two handlers of " + operationId);
        }
    }

    Map<String, Handler<RoutingContext>> handlers() {
        return handlers;
    }
}
