package io.millrace.node.topics;

import io.millrace.api.deployment.Running;
import io.millrace.api.deployment.Status;
import io.millrace.api.deployment.Topics.Description;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/** A topic that is as its deployment says. Nothing runs: the broker holds it. */
record RunningTopic(Description topic) implements Running {

    @Override
    public Future<Void> pause() {
        return Future.failedFuture(new ProblemException(Problem.user(
                "not-pausable",
                "a topic does not run, so it cannot be paused.",
                Where.path(""),
                "Pause the deployments that write or read it.")));
    }

    @Override
    public Future<Void> resume() {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> stop() {
        return Future.succeededFuture();
    }

    @Override
    public Status status() {
        return new Status(
                Status.State.RUNNING,
                List.of(),
                new JsonObject()
                        .put("topicId", topic.id())
                        .put("partitions", topic.partitions())
                        .put("replicationFactor", topic.replicationFactor())
                        .put("config", new JsonObject(Map.copyOf(topic.config()))));
    }
}
