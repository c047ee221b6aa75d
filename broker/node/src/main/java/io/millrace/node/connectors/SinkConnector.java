package io.millrace.node.connectors;

import io.millrace.api.deployment.Operation;
import io.millrace.api.deployment.Running;
import io.millrace.api.deployment.Status;
import io.millrace.api.deployment.Status.State;
import io.millrace.api.feed.Feed;
import io.millrace.api.feed.FeedStatus;
import io.millrace.api.feed.Partition;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A running sink: a feed, seen as a deployment.
 *
 * @param offsets reads the group's committed offsets
 */
record SinkConnector(Feed feed, Supplier<Future<Map<Partition, Long>>> offsets) implements Running {

    @Override
    public Future<Void> pause() {
        return feed.pause();
    }

    @Override
    public Future<Void> resume() {
        return feed.resume();
    }

    @Override
    public Future<Void> stop() {
        return feed.stop();
    }

    @Override
    public Status status() {
        FeedStatus status = feed.status();
        JsonObject committed = new JsonObject();
        new TreeMap<>(status.committed()).forEach((partition, offset) -> committed.put(partition.toString(), offset));
        JsonObject details = new JsonObject()
                .put("records", status.records())
                .put("bytes", status.bytes())
                .put("retries", status.retries())
                .put("deadLetters", status.deadLetters())
                .put("committed", committed);
        return new Status(stateOf(status.state()), status.problems(), details);
    }

    private static State stateOf(FeedStatus.State state) {
        return switch (state) {
            case RUNNING -> State.RUNNING;
            case PAUSED -> State.PAUSED;
            case STARTING -> State.STARTING;
            case RETRYING -> State.RETRYING;
            case STOPPED -> State.STOPPED;
            case FAILED -> State.FAILED;
        };
    }

    /** In the form of Connect's {@code GET /connectors/{name}/offsets}. */
    @Override
    public Future<Operation.Answer> operate(String operation, Operation.Request request) {
        return offsets.get().map(committed -> {
            JsonArray all = new JsonArray();
            new TreeMap<>(committed)
                    .forEach((partition, offset) -> all.add(new JsonObject()
                            .put(
                                    "partition",
                                    new JsonObject()
                                            .put("kafka_topic", partition.topic())
                                            .put("kafka_partition", partition.number()))
                            .put("offset", new JsonObject().put("kafka_offset", offset))));
            return new Operation.Answer(new JsonObject().put("offsets", all));
        });
    }
}
