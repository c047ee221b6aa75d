package io.millrace.node.deployments;

import io.millrace.api.deployment.Status;
import io.millrace.api.deployment.Status.State;
import io.millrace.api.problem.Problem;
import io.millrace.node.deployments.Deployments.Id;
import io.millrace.node.kafka.CompactedTopic;
import io.millrace.node.kafka.KafkaAccess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.kafka.client.producer.KafkaProducer;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How deployments are on each node, in the compacted topic {@code __millrace.<cluster>.status}: every node writes its own and reads
 * all. Written when the state or its problems change, else at most every ten seconds.
 */
final class StatusBoard {

    private static final Logger LOG = LoggerFactory.getLogger(StatusBoard.class);
    private static final long REFRESH_MS = 10_000;

    private final Vertx vertx;
    private final CompactedTopic topic;
    private final KafkaAccess access;
    private final int nodeId;
    private final Map<String, Status> byKey = new ConcurrentHashMap<>();
    private final Map<Id, Written> written = new HashMap<>();
    private KafkaProducer<String, String> producer;
    private CompactedTopic.Tail tail;

    private record Written(Status status, long atMs) {}

    StatusBoard(Vertx vertx, KafkaAccess access, CompactedTopic topic, int nodeId) {
        this.vertx = vertx;
        this.access = access;
        this.topic = topic;
        this.nodeId = nodeId;
    }

    Future<Void> start() {
        producer = KafkaProducer.create(
                vertx, access.client("status-writer"), new StringSerializer(), new StringSerializer());
        return topic.prepare()
                .compose(ready -> topic.tail((key, value) -> {
                    if (value == null) {
                        byKey.remove(key);
                    } else {
                        byKey.put(key, status(value));
                    }
                }))
                .onSuccess(made -> tail = made)
                .mapEmpty();
    }

    /** By node id; this node's own as last written. */
    Map<Integer, Status> of(Id id) {
        Map<Integer, Status> found = new TreeMap<>();
        byKey.forEach((key, status) -> {
            int at = key.lastIndexOf('@');
            if (key.substring(0, at).equals(id.toString())) {
                found.put(Integer.parseInt(key.substring(at + 1)), status);
            }
        });
        return found;
    }

    /** Tells the others how it is here, if that is news. */
    void show(Id id, Status status, long nowMs) {
        Written before = written.get(id);
        boolean news = before == null
                || before.status.state() != status.state()
                || !before.status.problems().equals(status.problems())
                || (nowMs - before.atMs >= REFRESH_MS
                        && !before.status.details().equals(status.details()));
        if (news) {
            written.put(id, new Written(status, nowMs));
            write(id, json(status));
        }
    }

    /** It is no more on this node. */
    void remove(Id id) {
        written.remove(id);
        byKey.remove(key(id));
        write(id, null);
    }

    private void write(Id id, JsonObject value) {
        producer.send(topic.record(key(id), value))
                .onFailure(failure -> LOG.atDebug()
                        .addKeyValue("deployment", id)
                        .addKeyValue("error", failure.toString())
                        .log("status not written; the next change brings it"));
    }

    private String key(Id id) {
        return id + "@" + nodeId;
    }

    private static JsonObject json(Status status) {
        JsonArray problems = new JsonArray();
        status.problems().forEach(problem -> problems.add(problem.toJson()));
        return new JsonObject()
                .put("state", status.state().name())
                .put("problems", problems)
                .put("details", status.details());
    }

    private static Status status(JsonObject json) {
        return new Status(
                State.valueOf(json.getString("state")),
                json.getJsonArray("problems").stream()
                        .map(problem -> Problem.fromJson((JsonObject) problem))
                        .toList(),
                json.getJsonObject("details"));
    }

    Future<Void> close() {
        Future<Void> written = producer == null ? Future.succeededFuture() : producer.close();
        return written.eventually(() -> tail == null ? Future.succeededFuture() : tail.close());
    }
}
