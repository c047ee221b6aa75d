package io.millrace.node.connectors;

import io.millrace.node.kafka.KafkaAccess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.producer.KafkaProducer;
import io.vertx.kafka.client.producer.KafkaProducerRecord;
import io.vertx.kafka.client.producer.RecordMetadata;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes lists of records, each as one transaction. One context, one call at a time. */
final class TransactionalWriter {

    /** An unreachable broker must not hold up the next try, in milliseconds. */
    private static final long LONGEST_CLOSE_MS = 5_000;

    /** How the producer tells of a record that was sent along with a refused one. Source: Kafka's {@code Sender.failBatch}. */
    private static final String SENT_ALONG = "Failed to append record because it was part of a batch";

    private final KafkaProducer<byte[], byte[]> producer;

    private TransactionalWriter(KafkaProducer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /**
     * Properties of the producer of a transactional id.
     *
     * @param overrides of the user, over what only speed depends on
     */
    static Map<String, String> properties(KafkaAccess access, String transactionalId, Map<String, String> overrides) {
        Map<String, String> properties = access.client(transactionalId);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, Integer.toString(256 << 10));
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(64 << 20));
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Integer.toString(64 << 20));
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, "15000");
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000");
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "15000");
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, "30000");
        properties.putAll(overrides);
        // A batch sent behind a refused one would be out of sequence, and be retried until its time is over.
        properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "1");
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        return properties;
    }

    /** Settles what an earlier owner of the transactional id has left open, and fences it. */
    static Future<TransactionalWriter> open(Vertx vertx, Map<String, String> properties) {
        KafkaProducer<byte[], byte[]> producer =
                KafkaProducer.create(vertx, properties, new ByteArraySerializer(), new ByteArraySerializer());
        producer.exceptionHandler(told -> {}); // the futures tell
        return producer.initTransactions()
                .map(new TransactionalWriter(producer))
                .recover(failed -> close(producer).transform(closed -> Future.failedFuture(failed)));
    }

    /**
     * @return empty when the records are committed. Else the records (by index) that the broker will never take, each with its
     *     cause; nothing is written then. Fails when the writer can no longer be used: whether the records are committed is not
     *     known
     */
    Future<Map<Integer, Throwable>> commit(List<KafkaProducerRecord<byte[], byte[]>> records) {
        // The producer carries out these calls in their order: nothing needs to be waited for in between.
        Future<Void> begun = producer.beginTransaction();
        List<Future<RecordMetadata>> sent = records.stream().map(producer::send).toList();
        Future<Void> committed = producer.commitTransaction();
        return Future.join(sent).eventually(() -> committed).transform(done -> {
            if (done.succeeded() && committed.succeeded()) {
                return Future.succeededFuture(Map.of());
            }
            Map<Integer, Throwable> refused = begun.succeeded() ? refusals(sent) : Map.of();
            return refused.isEmpty()
                    ? Future.failedFuture(begun.failed() ? begun.cause() : committed.cause())
                    : producer.abortTransaction().map(refused);
        });
    }

    private static Map<Integer, Throwable> refusals(List<Future<RecordMetadata>> sent) {
        Map<Integer, Throwable> refused = new HashMap<>();
        for (int i = 0; i < sent.size(); i++) {
            if (isRefusal(sent.get(i).cause())) {
                refused.put(i, sent.get(i).cause());
            }
        }
        return refused;
    }

    private static boolean isRefusal(Throwable cause) {
        boolean ofTheRecord = cause instanceof RecordTooLargeException
                || cause instanceof InvalidTimestampException
                || cause instanceof InvalidRecordException;
        return ofTheRecord && !String.valueOf(cause.getMessage()).startsWith(SENT_ALONG);
    }

    /** What is not committed is aborted. */
    Future<Void> close() {
        return close(producer);
    }

    private static Future<Void> close(KafkaProducer<byte[], byte[]> producer) {
        return producer.close(LONGEST_CLOSE_MS);
    }
}
