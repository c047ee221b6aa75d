package io.millrace.samples;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.kafka.client.common.TopicPartition;
import io.vertx.kafka.client.consumer.KafkaConsumer;
import io.vertx.kafka.client.consumer.KafkaConsumerRecord;
import io.vertx.kafka.client.consumer.OffsetAndMetadata;
import io.vertx.kafka.client.serialization.BufferDeserializer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the topic {@code quakes}, prints each strong earthquake, and each second how many there were. */
public final class QuakeAlerts extends VerticleBase {

    private static final double STRONG = 4.5;

    private final String bootstrapServers;
    private final Map<TopicPartition, OffsetAndMetadata> handled = new HashMap<>();
    private KafkaConsumer<String, Buffer> consumer;
    private long quakes;
    private long alerts;

    private QuakeAlerts(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** The only argument is the bootstrap servers; {@code localhost:9092} without. */
    public static void main(String[] args) {
        Vertx vertx = Vertx.vertx();
        vertx.deployVerticle(new QuakeAlerts(args.length > 0 ? args[0] : "localhost:9092"))
                .onFailure(failure -> {
                    System.err.println(failure.getMessage());
                    vertx.close();
                });
    }

    @Override
    public Future<?> start() {
        consumer = KafkaConsumer.create(
                vertx,
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "group.id", "quake-alerts",
                        "auto.offset.reset", "earliest",
                        "enable.auto.commit", "false",
                        "key.deserializer", StringDeserializer.class.getName(),
                        "value.deserializer", BufferDeserializer.class.getName()));
        consumer.handler(this::handle);
        consumer.exceptionHandler(failure -> System.err.println(failure.getMessage()));
        // Another member of the group goes on from what is committed.
        consumer.partitionsRevokedHandler(revoked -> handled.keySet().removeAll(revoked));
        vertx.setPeriodic(1_000, timer -> report());
        return consumer.subscribe("quakes");
    }

    private void handle(KafkaConsumerRecord<String, Buffer> record) {
        JsonObject quake = record.value().toJsonObject();
        JsonObject properties = quake.getJsonObject("properties");
        double magnitude = properties.getDouble("mag", 0.0);
        quakes++;
        if (magnitude >= STRONG) {
            alerts++;
            System.out.printf(
                    Locale.ROOT,
                    "ALERT %.1f %s %s (%s)%n",
                    magnitude,
                    Instant.ofEpochMilli(properties.getLong("time")),
                    properties.getString("place"),
                    quake.getString("id"));
        }
        handled.put(
                new TopicPartition(record.topic(), record.partition()), new OffsetAndMetadata(record.offset() + 1, ""));
    }

    /** Commits only what was handled, so that a crash repeats records and never skips one. */
    private void report() {
        if (!handled.isEmpty()) {
            System.out.println(quakes + " quakes, " + alerts + " alerts");
            consumer.commit(Map.copyOf(handled)).onFailure(failure -> System.err.println(failure.getMessage()));
            handled.clear();
        }
    }
}
