package io.millrace.node.topics;

import io.millrace.api.deployment.Running;
import io.millrace.api.deployment.Status;
import io.millrace.api.deployment.Topics.Description;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/** A topic that is as its deployment says. Nothing runs: the broker holds it. */
record RunningTopic(Description topic) implements Running {

    /** Holds back changes of the definition; the topic itself stays as it is. */
    @Override
    public Future<Void> pause() {
        return Future.succeededFuture();
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
