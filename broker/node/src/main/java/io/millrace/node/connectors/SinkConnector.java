package io.millrace.node.connectors;

import io.millrace.api.deployment.Operation;
import io.millrace.api.deployment.Running;
import io.millrace.api.deployment.Status;
import io.millrace.api.deployment.Status.State;
import io.millrace.api.feed.Feed;
import io.millrace.api.feed.FeedStatus;
import io.millrace.api.feed.Partition;
import io.millrace.api.feed.RecordHandler;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A running sink: a feed, seen as a deployment.
 *
 * @param handlers of its tasks; may change
 * @param memory which it leaves when it has stopped
 * @param offsets reads the group's committed offsets
 */
record SinkConnector(
        Feed feed,
        Collection<RecordHandler> handlers,
        SinkMemory.Member memory,
        Supplier<Future<Map<Partition, Long>>> offsets)
        implements Running {

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
        return feed.stop().onComplete(stopped -> memory.leave());
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
        JsonObject written = written();
        if (!written.isEmpty()) {
            details.put("written", written);
        }
        return new Status(stateOf(status.state()), status.problems(), details);
    }

    /** Numbers of all tasks together; of texts, one. */
    private JsonObject written() {
        JsonObject all = new JsonObject();
        for (RecordHandler handler : handlers) {
            handler.progress().forEach(entry -> {
                boolean sum = entry.getValue() instanceof Number && all.getValue(entry.getKey()) instanceof Number;
                if (sum) {
                    all.put(entry.getKey(), all.getLong(entry.getKey()) + ((Number) entry.getValue()).longValue());
                } else if (entry.getValue() != null) {
                    all.put(entry.getKey(), entry.getValue());
                }
            });
        }
        return all;
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
