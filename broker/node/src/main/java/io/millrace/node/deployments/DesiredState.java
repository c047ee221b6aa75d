package io.millrace.node.deployments;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.node.kafka.CompactedTopic;
import io.millrace.node.kafka.KafkaAccess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.kafka.client.producer.KafkaProducer;
import io.vertx.kafka.client.producer.RecordMetadata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * What users want, in the compacted topic {@code __millrace.<cluster>.deployments}.
 *
 * <p>A change reads the topic to its end, decides, and writes everything in one transaction of a transactional id that all nodes
 * share. Whoever begins later fences whoever began before, so two writers that saw the same state cannot both win; the loser
 * reads again.
 */
final class DesiredState {

    private static final int MOST_TRIES = 8;

    private final Vertx vertx;
    private final KafkaAccess access;
    private final CompactedTopic topic;
    private final String transactionalId;
    private CompactedTopic.Tail tail;
    private Future<?> last = Future.succeededFuture();

    DesiredState(Vertx vertx, KafkaAccess access, CompactedTopic topic, String cluster) {
        this.vertx = vertx;
        this.access = access;
        this.topic = topic;
        this.transactionalId = "millrace." + cluster + ".deployments";
    }

    /**
     * What a change writes and answers.
     *
     * @param writes values by key, null to remove; empty when nothing changes
     */
    record Decision<T>(Map<String, JsonObject> writes, T answer) {}

    /** Follows the topic; completes when everything that is there has been told. */
    Future<Void> follow(BiConsumer<String, JsonObject> listener) {
        return topic.prepare()
                .compose(ready -> topic.tail(listener))
                .onSuccess(made -> tail = made)
                .mapEmpty();
    }

    /** All keys and values as they are now. */
    Future<Map<String, JsonObject>> read() {
        return topic.read();
    }

    /**
     * Changes the state. Completes when the change is committed and this node's listener has been told of it.
     *
     * @param decide from all keys and values; throws a {@link ProblemException} to refuse
     */
    synchronized <T> Future<T> change(Function<Map<String, JsonObject>, Decision<T>> decide) {
        Future<T> next = last.transform(before -> attempt(decide, 1));
        last = next;
        return next;
    }

    private <T> Future<T> attempt(Function<Map<String, JsonObject>, Decision<T>> decide, int attempt) {
        KafkaProducer<String, String> producer = producer();
        return producer.initTransactions()
                .compose(owner -> topic.read())
                .compose(state -> write(producer, decide.apply(state)))
                .eventually(producer::close)
                .recover(failure -> {
                    if (!isFenced(failure)) {
                        return Future.failedFuture(failure);
                    }
                    if (attempt == MOST_TRIES) {
                        return Future.failedFuture(new ProblemException(Problem.resource(
                                "busy",
                                "other nodes change deployments at the same time, again and again.",
                                Where.path(""),
                                "Try again in a moment.")));
                    }
                    long wait = ThreadLocalRandom.current().nextLong(20, 200L * attempt);
                    return vertx.timer(wait, TimeUnit.MILLISECONDS).compose(waited -> attempt(decide, attempt + 1));
                });
    }

    private <T> Future<T> write(KafkaProducer<String, String> producer, Decision<T> decision) {
        if (decision.writes().isEmpty()) {
            return Future.succeededFuture(decision.answer());
        }
        return producer.beginTransaction()
                .compose(begun -> {
                    List<Future<RecordMetadata>> sent = new ArrayList<>();
                    decision.writes().forEach((key, value) -> sent.add(producer.send(topic.record(key, value))));
                    return Future.all(sent);
                })
                .compose(sent -> producer.commitTransaction()
                        .compose(committed -> tail.passed(
                                sent.<RecordMetadata>resultAt(sent.size() - 1).getOffset())))
                .map(decision.answer());
    }

    private KafkaProducer<String, String> producer() {
        Map<String, String> properties = new LinkedHashMap<>(access.client("deployments-writer"));
        properties.put("transactional.id", transactionalId);
        properties.put("max.request.size", Integer.toString(8 << 20));
        return KafkaProducer.create(vertx, properties, new StringSerializer(), new StringSerializer());
    }

    private static boolean isFenced(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException) {
                return true;
            }
        }
        return false;
    }

    Future<Void> close() {
        return tail == null ? Future.succeededFuture() : tail.close();
    }
}
