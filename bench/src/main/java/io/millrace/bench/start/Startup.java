package io.millrace.bench.start;

import io.millrace.bench.ChildProcess;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A server that has acknowledged its first record.
 *
 * @param nanos from the start of the process to the acknowledgement
 */
record Startup(ChildProcess process, long nanos) implements AutoCloseable {

    /** Starts it while a producer already tries to reach it; the topic comes into being by that. */
    static Startup of(Server server, Path directory, int port, Path log) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", "127.0.0.1:" + port,
                "reconnect.backoff.ms", 10,
                "reconnect.backoff.max.ms", 10,
                "retry.backoff.ms", 10,
                "retry.backoff.max.ms", 10,
                "max.block.ms", 60_000);
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            long begin = System.nanoTime();
            ChildProcess process = server.start(directory, port, log);
            try {
                producer.send(new ProducerRecord<>("first", new byte[] {1})).get();
                return new Startup(process, System.nanoTime() - begin);
            } catch (ExecutionException failed) {
                process.close();
                throw new IllegalStateException("no record was acknowledged; the log: " + log, failed.getCause());
            } catch (InterruptedException interrupted) {
                process.close();
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
