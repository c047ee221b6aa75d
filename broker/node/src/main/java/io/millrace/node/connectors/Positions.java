package io.millrace.node.connectors;

import io.millrace.api.deployment.Topics;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.node.kafka.KafkaAccess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.kafka.admin.KafkaAdminClient;
import io.vertx.kafka.admin.OffsetSpec;
import io.vertx.kafka.client.common.TopicPartition;
import io.vertx.kafka.client.consumer.KafkaConsumer;
import io.vertx.kafka.client.consumer.KafkaConsumerRecords;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The compacted topic {@code __millrace.<cluster>.positions}: how far each source has got, under its deployment's uid. A
 * position is written in the transaction of the records before it. Any context.
 */
final class Positions {

    private static final int FORMAT = 1;

    /** Small segments, so that little is read at a start: the last one is not compacted. */
    private static final Map<String, String> CONFIG = Map.of(
            "cleanup.policy", "compact",
            "segment.bytes", Integer.toString(4 << 20),
            "min.cleanable.dirty.ratio", "0.1");

    /** Longer than an unfinished transaction of another source can hold up the reading. */
    private static final Duration LONGEST_READ = Duration.ofSeconds(60);

    private final Vertx vertx;
    private final KafkaAccess access;
    private final Topics topics;
    private final String topic;

    Positions(Vertx vertx, KafkaAccess access, Topics topics, String cluster) {
        this.vertx = vertx;
        this.access = access;
        this.topics = topics;
        this.topic = "__millrace." + cluster + ".positions";
    }

    /**
     * What is stored for a source.
     *
     * @param owner of the run that wrote it
     * @param position opaque; the source's own
     */
    record Stored(String owner, JsonObject position) {}

    /** Makes the topic if it is not there. */
    Future<Void> prepare() {
        return topics.describe(topic)
                .compose(found -> found.isPresent()
                        ? Future.succeededFuture()
                        : topics.create(topic, 1, -1, CONFIG)
                                .recover(refused -> topics.describe(topic)
                                        .compose(now -> now.isPresent()
                                                ? Future.succeededFuture()
                                                : Future.failedFuture(refused))));
    }

    /** The record to send with a batch. */
    ProducerRecord<byte[], byte[]> record(String uid, Stored stored) {
        JsonObject value = new JsonObject()
                .put("format", FORMAT)
                .put("owner", stored.owner())
                .put("position", stored.position());
        return new ProducerRecord<>(topic, key(uid), value.toBuffer().getBytes());
    }

    /** The record that removes what is stored. */
    ProducerRecord<byte[], byte[]> tombstone(String uid) {
        return new ProducerRecord<>(topic, key(uid), null);
    }

    /**
     * Reads what is committed, to the end as it is now: transactions that are not finished are waited for.
     *
     * @return empty when nothing is stored, or there is no topic
     */
    Future<Optional<Stored>> read(String uid) {
        return topics.describe(topic)
                .compose(found -> found.isEmpty() ? Future.succeededFuture(Optional.empty()) : readTopic(uid));
    }

    private Future<Optional<Stored>> readTopic(String uid) {
        TopicPartition partition = new TopicPartition(topic, 0);
        KafkaAdminClient admin = KafkaAdminClient.create(vertx, access.client("positions-end"));
        return admin.listOffsets(Map.of(partition, OffsetSpec.LATEST))
                .eventually(admin::close)
                .compose(ends -> new Reading(partition, ends.get(partition).getOffset(), key(uid)).run());
    }

    private static byte[] key(String uid) {
        return uid.getBytes(StandardCharsets.UTF_8);
    }

    /** One way through the topic. */
    private final class Reading {
        private final TopicPartition partition;
        private final long end;
        private final byte[] key;
        private final Instant deadline = Instant.now().plus(LONGEST_READ);
        private final KafkaConsumer<byte[], byte[]> consumer;
        private Stored last;

        Reading(TopicPartition partition, long end, byte[] key) {
            this.partition = partition;
            this.end = end;
            this.key = key;
            Map<String, String> properties = access.client("positions");
            properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
            properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
            properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
            consumer =
                    KafkaConsumer.create(vertx, properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }

        Future<Optional<Stored>> run() {
            return consumer.assign(partition)
                    .compose(assigned -> toTheEnd())
                    .map(done -> Optional.ofNullable(last))
                    .eventually(consumer::close);
        }

        private Future<Void> toTheEnd() {
            return consumer.position(partition).compose(position -> {
                if (position >= end) {
                    return Future.succeededFuture();
                }
                if (Instant.now().isAfter(deadline)) {
                    return Future.failedFuture(new ProblemException(Problem.resource(
                            "unavailable",
                            "The stored positions cannot be read to their end: another source's transaction stays open.",
                            Where.path(""),
                            "It is tried again until it works.")));
                }
                return consumer.poll(Duration.ofMillis(500)).map(this::take).compose(taken -> toTheEnd());
            });
        }

        private Void take(KafkaConsumerRecords<byte[], byte[]> polled) {
            for (ConsumerRecord<byte[], byte[]> found : polled.records()) {
                if (Arrays.equals(found.key(), key)) {
                    last = found.value() == null ? null : parse(found.value());
                }
            }
            return null;
        }

        private Stored parse(byte[] value) {
            JsonObject json = new JsonObject(Buffer.buffer(value));
            if (json.getInteger("format") != FORMAT) {
                throw new ProblemException(Problem.user(
                        "unknown-format",
                        "The stored position has format " + json.getInteger("format")
                                + ", which this version cannot read.",
                        Where.path(""),
                        "Run the version that wrote it, or a later one."));
            }
            return new Stored(json.getString("owner"), json.getJsonObject("position"));
        }
    }
}
