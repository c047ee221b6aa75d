package io.millrace.node.feed;

import io.millrace.api.deployment.Topics;
import io.millrace.api.feed.Answer.Rejection;
import io.millrace.api.feed.ConsumedRecord;
import io.millrace.api.feed.DeadLetters;
import io.millrace.node.kafka.KafkaAccess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.kafka.client.producer.KafkaProducer;
import io.vertx.kafka.client.producer.KafkaProducerRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes records that a handler could not take to the dead-letter topic, with headers that say why and where they came from.
 *
 * <p>Used on one context. The topic and the producer are made on first need. Source of the header names: Kafka Connect's
 * {@code DeadLetterQueueReporter} (KIP-298).
 */
final class DeadLetterWriter {

    private static final String PREFIX = "__connect.errors.";

    private final Vertx vertx;
    private final KafkaAccess access;
    private final Topics topics;
    private final DeadLetters settings;
    private final String deployment;
    private KafkaProducer<byte[], byte[]> producer;

    DeadLetterWriter(Vertx vertx, KafkaAccess access, Topics topics, DeadLetters settings, String deployment) {
        this.vertx = vertx;
        this.access = access;
        this.topics = topics;
        this.settings = settings;
        this.deployment = deployment;
    }

    /** Completes when all of them are acknowledged by every in-sync replica. */
    Future<Void> write(List<Rejection> rejections) {
        return open().compose(open -> {
            List<Future<?>> sent = new ArrayList<>();
            for (Rejection rejection : rejections) {
                sent.add(open.send(letter(rejection)));
            }
            return Future.all(sent).mapEmpty();
        });
    }

    Future<Void> close() {
        KafkaProducer<byte[], byte[]> open = producer;
        producer = null;
        return open == null ? Future.succeededFuture() : open.close();
    }

    private Future<KafkaProducer<byte[], byte[]>> open() {
        if (producer != null) {
            return Future.succeededFuture(producer);
        }
        return topics.describe(settings.topic())
                .compose(present -> present.isPresent()
                        ? Future.<Void>succeededFuture()
                        : topics.create(settings.topic(), 1, -1, Map.of("retention.ms", "-1")))
                .map(made -> {
                    if (producer == null) {
                        Map<String, String> properties = access.client(deployment + "-dead-letters");
                        properties.put("acks", "all");
                        properties.put("enable.idempotence", "true");
                        properties.put("max.request.size", Integer.toString(32 << 20));
                        producer = KafkaProducer.create(
                                vertx, properties, new ByteArraySerializer(), new ByteArraySerializer());
                    }
                    return producer;
                });
    }

    private KafkaProducerRecord<byte[], byte[]> letter(Rejection rejection) {
        ConsumedRecord record = rejection.record();
        KafkaProducerRecord<byte[], byte[]> letter =
                KafkaProducerRecord.create(settings.topic(), record.key(), record.value());
        record.headers()
                .forEach(header ->
                        letter.addHeader(header.name(), header.value() == null ? null : Buffer.buffer(header.value())));
        if (settings.contextHeaders()) {
            letter.addHeader(PREFIX + "topic", record.topic());
            letter.addHeader(PREFIX + "partition", Integer.toString(record.partition()));
            letter.addHeader(PREFIX + "offset", Long.toString(record.offset()));
            letter.addHeader(PREFIX + "timestamp", Long.toString(record.timestampMs()));
            letter.addHeader(PREFIX + "connector.name", deployment);
            letter.addHeader(
                    PREFIX + "exception.class.name",
                    rejection.cause().getClass().getName());
            letter.addHeader(
                    PREFIX + "exception.message",
                    String.valueOf(rejection.cause().getMessage()));
        }
        return letter;
    }
}
