package io.millrace.node.kafka;

import io.millrace.api.deployment.Topics;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.kafka.client.common.TopicPartition;
import io.vertx.kafka.client.consumer.KafkaConsumer;
import io.vertx.kafka.client.producer.KafkaProducerRecord;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * A compacted topic of one partition that holds JSON under text keys: where the node keeps what must outlive it.
 *
 * <p>Only committed records are read. Any context.
 */
public final class CompactedTopic {

    /** Small segments, so that little is read at a start: the last one is not compacted. */
    private static final Map<String, String> CONFIG = Map.of(
            "cleanup.policy", "compact",
            "segment.bytes", Integer.toString(4 << 20),
            "min.cleanable.dirty.ratio", "0.1");

    private static final Duration POLL = Duration.ofMillis(500);

    private final Vertx vertx;
    private final KafkaAccess access;
    private final Topics topics;
    private final String name;
    private final TopicPartition partition;

    public CompactedTopic(Vertx vertx, KafkaAccess access, Topics topics, String name) {
        this.vertx = vertx;
        this.access = access;
        this.topics = topics;
        this.name = name;
        this.partition = new TopicPartition(name, 0);
    }

    /** Makes the topic if it is not there. */
    public Future<Void> prepare() {
        return topics.describe(name)
                .compose(found -> found.isPresent()
                        ? Future.<Void>succeededFuture()
                        : topics.create(name, 1, -1, CONFIG).recover(this::unlessMadeMeanwhile));
    }

    private Future<Void> unlessMadeMeanwhile(Throwable refused) {
        return topics.describe(name)
                .compose(now -> now.isPresent() ? Future.succeededFuture() : Future.failedFuture(refused));
    }

    /** @param value null for a tombstone */
    public KafkaProducerRecord<String, String> record(String key, JsonObject value) {
        return KafkaProducerRecord.create(name, key, value == null ? null : value.encode(), 0);
    }

    /** Everything that is there now, in the order of the last writes. */
    public Future<Map<String, JsonObject>> read() {
        Map<String, JsonObject> state = new LinkedHashMap<>();
        KafkaConsumer<String, String> consumer = consumer();
        return consumer.assign(partition)
                .compose(assigned -> consumer.endOffsets(partition))
                .compose(end -> readTo(consumer, end, state))
                .map(state)
                .eventually(consumer::close);
    }

    private Future<Void> readTo(KafkaConsumer<String, String> consumer, long end, Map<String, JsonObject> state) {
        return consumer.position(partition)
                .compose(position -> position >= end
                        ? Future.succeededFuture()
                        : consumer.poll(POLL).compose(polled -> {
                            polled.records().forEach(record -> put(state, record));
                            return readTo(consumer, end, state);
                        }));
    }

    private static void put(Map<String, JsonObject> state, ConsumerRecord<String, String> record) {
        state.remove(record.key());
        if (record.value() != null) {
            state.put(record.key(), new JsonObject(record.value()));
        }
    }

    /**
     * Reads from the beginning and then for ever. The future completes when what was there at the call has been handed over.
     *
     * @param listener key and value, null for a tombstone; called on one context, in order
     */
    public Future<Tail> tail(BiConsumer<String, JsonObject> listener) {
        KafkaConsumer<String, String> consumer = consumer();
        Tail tail = new Tail(consumer);
        return consumer.assign(partition)
                .compose(assigned -> consumer.endOffsets(partition))
                .compose(end -> {
                    consumer.handler(record -> {
                        listener.accept(record.key(), record.value() == null ? null : new JsonObject(record.value()));
                        tail.reached(record.offset());
                    });
                    // Markers at the end are no records: ask the position as well as the records.
                    return tail.until(() -> consumer.position(partition).map(position -> position >= end));
                })
                .map(tail);
    }

    private KafkaConsumer<String, String> consumer() {
        Map<String, String> properties = access.client(name);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        return KafkaConsumer.create(vertx, properties, new StringDeserializer(), new StringDeserializer());
    }

    /** A reader that follows the topic. */
    public final class Tail {

        private static final long ASK_AGAIN_MS = 20;

        private final KafkaConsumer<String, String> consumer;
        private final TreeMap<Long, Promise<Void>> waiting = new TreeMap<>();
        private long reached = -1;

        private Tail(KafkaConsumer<String, String> consumer) {
            this.consumer = consumer;
        }

        private synchronized void reached(long offset) {
            reached = offset;
            while (!waiting.isEmpty() && waiting.firstKey() <= offset) {
                waiting.pollFirstEntry().getValue().complete();
            }
        }

        /** Completes when the record at this offset has been handed over. */
        public synchronized Future<Void> passed(long offset) {
            return reached >= offset
                    ? Future.succeededFuture()
                    : waiting.computeIfAbsent(offset, missing -> Promise.promise())
                            .future();
        }

        private Future<Void> until(java.util.function.Supplier<Future<Boolean>> condition) {
            return condition
                    .get()
                    .compose(met -> met
                            ? Future.succeededFuture()
                            : vertx.timer(ASK_AGAIN_MS, java.util.concurrent.TimeUnit.MILLISECONDS)
                                    .compose(timer -> until(condition)));
        }

        public Future<Void> close() {
            return consumer.close();
        }
    }
}
