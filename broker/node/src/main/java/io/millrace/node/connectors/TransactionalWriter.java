package io.millrace.node.connectors;

import io.millrace.node.kafka.KafkaAccess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes lists of records, each as one transaction. One context, one call at a time. */
final class TransactionalWriter {

    /** An unreachable broker must not hold up the next try. */
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Producer<byte[], byte[]> producer;
    private final TopicLimits limits;

    private TransactionalWriter(Vertx vertx, Producer<byte[], byte[]> producer, TopicLimits limits) {
        this.vertx = vertx;
        this.producer = producer;
        this.limits = limits;
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
    static Future<TransactionalWriter> open(Vertx vertx, Map<String, String> properties, TopicLimits limits) {
        return vertx.executeBlocking(() -> {
            Producer<byte[], byte[]> producer =
                    new KafkaProducer<>(Map.copyOf(properties), new ByteArraySerializer(), new ByteArraySerializer());
            try {
                producer.initTransactions();
                return new TransactionalWriter(vertx, producer, limits);
            } catch (KafkaException failed) {
                producer.close(LONGEST_CLOSE);
                throw failed;
            }
        });
    }

    /**
     * @return empty when the records are committed. Else the records (by index) that the broker will never take, each with its
     *     cause; nothing is written then. Fails when the writer can no longer be used: whether the records are committed is not
     *     known
     */
    Future<Map<Integer, Throwable>> commit(List<ProducerRecord<byte[], byte[]>> records) {
        return vertx.executeBlocking(() -> {
            try {
                producer.beginTransaction();
                for (ProducerRecord<byte[], byte[]> record : records) {
                    send(record);
                }
                producer.commitTransaction();
                return Map.of();
            } catch (KafkaException failed) {
                if (refusalIn(failed) == null) {
                    throw failed;
                }
                producer.abortTransaction();
                return commitOrFindRefusals(records);
            }
        });
    }

    /**
     * Sends one record after the other, waiting for each: a refused record fails those sent with it, and with the same cause, so
     * that only this tells which it was.
     */
    private Map<Integer, Throwable> commitOrFindRefusals(List<ProducerRecord<byte[], byte[]>> records) {
        Map<Integer, Throwable> refused = new TreeMap<>();
        for (int taken = 0; taken < records.size(); ) {
            producer.beginTransaction();
            taken = sendUntilRefused(records, taken, refused);
            if (refused.isEmpty()) {
                producer.commitTransaction();
            } else {
                producer.abortTransaction();
            }
        }
        return refused;
    }

    /** The index after the refused record, or of the end. Records before {@code taken} are known: refused, or not. */
    private int sendUntilRefused(
            List<ProducerRecord<byte[], byte[]>> records, int taken, Map<Integer, Throwable> refused) {
        for (int i = 0; i < records.size(); i++) {
            if (i < taken && !refused.containsKey(i)) {
                send(records.get(i));
            } else if (i >= taken) {
                Throwable refusal = refusalOf(records.get(i));
                if (refusal != null) {
                    refused.put(i, refusal);
                    return i + 1;
                }
            }
        }
        return records.size();
    }

    private Throwable refusalOf(ProducerRecord<byte[], byte[]> record) {
        AtomicReference<Exception> failure = new AtomicReference<>();
        send(record, true, (metadata, failed) -> failure.set(failed));
        Throwable refusal = failure.get() == null ? null : refusalIn(failure.get());
        if (failure.get() != null && refusal == null) {
            throw new KafkaException(failure.get());
        }
        return refusal;
    }

    /**
     * A record that its topic may refuse for its size goes in a request of its own: sent together with others, the producer would
     * split and retry what can never fit until its time is over.
     */
    private void send(ProducerRecord<byte[], byte[]> record) {
        send(record, !limits.allow(record), null);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback tells, or the commit
    private void send(ProducerRecord<byte[], byte[]> record, boolean alone, Callback acknowledged) {
        if (alone) {
            producer.flush();
        }
        producer.send(record, acknowledged);
        if (alone) {
            producer.flush();
        }
    }

    /** The cause that lies in the record itself; null when there is none. */
    private static Throwable refusalIn(Throwable failure) {
        Throwable cause = failure;
        while (cause != null
                && !(cause instanceof RecordTooLargeException)
                && !(cause instanceof InvalidTimestampException)
                && !(cause instanceof InvalidRecordException)) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** What was known of the topics when this was opened. */
    TopicLimits limits() {
        return limits;
    }

    /** What is not committed is aborted. */
    Future<Void> close() {
        return vertx.executeBlocking(() -> {
            producer.close(LONGEST_CLOSE);
            return null;
        });
    }
}
