package io.millrace.bench.reading;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends at a steady rate, whatever becomes of what was sent before: a record's due time does not move when the broker is slow, so
 * the wait shows in what is measured from it.
 */
public final class SteadyProducer implements AutoCloseable {

    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    public SteadyProducer(String servers) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers, "linger.ms", 0, "compression.type", "none"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Makes the records. */
    @FunctionalInterface
    public interface Source {
        /**
         * @param index from 0
         * @param dueNanos in terms of {@link System#nanoTime()}
         */
        ProducerRecord<byte[], byte[]> record(long index, long dueNanos);
    }

    /**
     * Sends that many on the calling thread, then waits until all are acknowledged.
     *
     * @param rate records a second
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the callback keeps what fails
    public void send(long records, long rate, Source source) {
        long begin = System.nanoTime();
        for (long i = 0; i < records; i++) {
            long due = begin + i * 1_000_000_000L / rate;
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            producer.send(source.record(i, due), (metadata, failed) -> failure.compareAndSet(null, failed));
        }
        producer.flush();
        if (failure.get() != null) {
            throw new IllegalStateException(failure.get());
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
