package io.millrace.bench.peers;

import io.millrace.bench.reading.Probe;
import io.millrace.bench.reading.ReadRun;
import io.millrace.bench.reading.Reader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A thread that polls Apache Kafka's consumer, looks at each record, and commits every half second as the feed does. */
public final class PlainConsumer implements Reader {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final long COMMIT_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final ReadRun run;
    private Thread thread;
    private volatile boolean stopping;

    public PlainConsumer(ReadRun run) {
        this.run = run;
    }

    @Override
    public void start(Probe probe) {
        thread = new Thread(() -> poll(probe), "poll");
        thread.start();
    }

    private void poll(Probe probe) {
        try (var consumer =
                new KafkaConsumer<>(properties(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(run.topic()));
            long nextCommit = System.nanoTime() + COMMIT_EVERY_NANOS;
            while (!stopping) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    probe.value(record.value());
                }
                if (!records.isEmpty()) {
                    probe.handed();
                }
                if (System.nanoTime() - nextCommit >= 0) {
                    nextCommit = System.nanoTime() + COMMIT_EVERY_NANOS;
                    consumer.commitAsync();
                }
            }
            consumer.commitSync();
        }
    }

    /** The feed's, but for who it is and where it begins, which a feed decides by itself. */
    private Properties properties() {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(run.properties())) {
            properties.load(reader);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        properties.put("client.id", run.name());
        properties.put("group.id", run.group());
        properties.put("auto.offset.reset", "earliest");
        return properties;
    }

    @Override
    public void close() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
