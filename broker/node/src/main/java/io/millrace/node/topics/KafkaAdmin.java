package io.millrace.node.topics;

import io.millrace.node.kafka.KafkaAccess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;

/**
 * Kafka's admin client, asked from Vert.x: answers arrive on the caller's context. One for the node; any thread.
 *
 * <p>Kafka's own client and not vertx-kafka-client's wrapper, which cannot remove a topic's override, never answers when a
 * partition has no leader, and cannot ask for the last stable offset.
 */
public final class KafkaAdmin {

    private final Vertx vertx;
    private final Admin admin;

    /** Resolves the bootstrap names, which may block for a moment: call it where that is allowed. */
    public KafkaAdmin(Vertx vertx, KafkaAccess access) {
        Map<String, Object> properties = new HashMap<>(access.client("millrace-admin"));
        properties.put("request.timeout.ms", "10000");
        properties.put("default.api.timeout.ms", "15000");
        this.vertx = vertx;
        this.admin = Admin.create(properties);
    }

    /** Asks one thing; fails with a {@link io.millrace.api.problem.ProblemException}. */
    public <T> Future<T> ask(Function<Admin, KafkaFuture<T>> question) {
        return Future.fromCompletionStage(question.apply(admin).toCompletionStage(), vertx.getOrCreateContext())
                .recover(failure -> Future.failedFuture(KafkaProblems.told(failure)));
    }

    Vertx vertx() {
        return vertx;
    }

    /** Waits for questions under way. */
    public Future<Void> close() {
        return vertx.executeBlocking(() -> {
            admin.close();
            return null;
        });
    }
}
