package io.millrace.node.gateway;

import io.millrace.node.deployments.Deployments;
import io.millrace.node.logs.DeploymentLogs;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** {@code /v1/deployments/{kind}/{name}/logs}. On the server's event loop. */
final class LogsResource {

    private final Deployments deployments;
    private final DeploymentLogs logs;

    LogsResource(Deployments deployments, DeploymentLogs logs) {
        this.deployments = deployments;
        this.logs = logs;
    }

    void bind(Bindings bindings) {
        bindings.handle("getLogs", this::logs);
    }

    private void logs(RoutingContext context) {
        Query query = new Query(context.queryParams());
        boolean follow = query.flag("follow");
        query.check();
        deployments
                .get(DeploymentsResource.id(context))
                .onSuccess(found -> {
                    HttpServerResponse response =
                            context.response().putHeader("content-type", "text/plain; charset=utf-8");
                    String deployment = found.id().toString();
                    if (follow) {
                        follow(
                                deployment,
                                response.setChunked(true),
                                context.vertx().getOrCreateContext());
                    } else {
                        StringBuilder text = new StringBuilder();
                        logs.lines(deployment).forEach(line -> text.append(line).append('\n'));
                        response.end(text.toString());
                    }
                })
                .onFailure(context::fail);
    }

    private void follow(String deployment, HttpServerResponse response, Context loop) {
        response.writeHead();
        Tail tail = new Tail(response);
        DeploymentLogs.Following following =
                logs.follow(deployment, line -> loop.runOnContext(now -> tail.write(line)));
        response.closeHandler(gone -> following.close());
        response.exceptionHandler(broken -> following.close());
    }

    /** Leaves lines out while nobody reads, and says how many. */
    private static final class Tail {

        private final HttpServerResponse response;
        private int leftOut;

        Tail(HttpServerResponse response) {
            this.response = response;
        }

        void write(String line) {
            if (response.closed()) {
                return;
            }
            if (response.writeQueueFull()) {
                leftOut++;
                return;
            }
            if (leftOut > 0) {
                response.write(leftOut + " lines left out: they came faster than they were read\n");
                leftOut = 0;
            }
            response.write(line + "\n");
        }
    }
}
