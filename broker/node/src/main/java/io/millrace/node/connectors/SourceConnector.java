package io.millrace.node.connectors;

import io.millrace.api.deployment.Operation;
import io.millrace.api.deployment.Running;
import io.millrace.api.deployment.Status;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** A running source. */
final class SourceConnector implements Running {

    private final Vertx vertx;
    private final SourceSetup setup;
    private final SourceProgress progress;
    private final SourceRunner runner;
    private String verticle;
    private boolean stopped;

    private SourceConnector(Vertx vertx, SourceSetup setup, SourceProgress progress) {
        this.vertx = vertx;
        this.setup = setup;
        this.progress = progress;
        this.runner = new SourceRunner(setup, progress);
    }

    static Future<Running> start(Vertx vertx, SourceSetup setup, SourceProgress progress) {
        SourceConnector connector = new SourceConnector(vertx, setup, progress);
        DeploymentOptions options = new DeploymentOptions()
                .setThreadingModel(ThreadingModel.WORKER)
                .setWorkerPoolName("worker-" + setup.deployment())
                .setWorkerPoolSize(1);
        return vertx.deployVerticle(connector.runner, options).map(id -> {
            connector.verticle = id;
            return connector;
        });
    }

    @Override
    public Future<Void> pause() {
        return runner.pause();
    }

    @Override
    public Future<Void> resume() {
        return runner.resume();
    }

    @Override
    public Future<Void> stop() {
        stopped = true;
        return vertx.undeploy(verticle);
    }

    @Override
    public Status status() {
        return new Status(stopped ? Status.State.STOPPED : runner.state(), runner.problems(), progress.toJson());
    }

    @Override
    public Future<Operation.Answer> operate(String operation, Operation.Request request) {
        JsonArray offsets = new JsonArray();
        if (progress.position() != null) {
            offsets.add(new JsonObject()
                    .put("partition", new JsonObject().put("connector", setup.name()))
                    .put("offset", progress.position()));
        }
        return Future.succeededFuture(new Operation.Answer(new JsonObject().put("offsets", offsets)));
    }
}
