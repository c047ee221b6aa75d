package io.millrace.dist.faults;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A producer as users have it, in a process of its own: numbers the records of each partition from 0, and appends to a log
 * {@code partition offset sequence} of each that was acknowledged by all replicas. It keeps trying while the broker is away, and
 * ends when its standard input does.
 */
final class Loader {

    /** Values of the fields that the sinks make folders of. */
    static final int FOLDERS = 4;

    private static final String FOREVER_MS = "600000";
    private static final int TELL_EVERY = 500;
    private static final long HOUR_MS = 3_600_000;

    private final String topic;
    private final long[] sequences;
    private final Writer log;
    private long acknowledged; // by the producer's own thread alone

    private Loader(String topic, int partitions, Writer log) {
        this.topic = topic;
        this.sequences = new long[partitions];
        this.log = log;
    }

    /** @param arguments bootstrap servers, id of the cluster, topic, partitions, records a second, file of the log */
    public static void main(String[] arguments) throws Exception {
        String servers = arguments[0];
        requireCluster(servers, arguments[1]);
        CountDownLatch stop = new CountDownLatch(1);
        Thread listener = new Thread(() -> awaitEndOfInput(stop), "stop");
        listener.setDaemon(true);
        listener.start();
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", servers,
                "acks", "all",
                "enable.idempotence", "true",
                "linger.ms", "50", // batches of hundreds: the cores are for the node
                "buffer.memory", "1048576", // what waits while the broker is away
                "delivery.timeout.ms", FOREVER_MS,
                "max.block.ms", FOREVER_MS,
                "request.timeout.ms", "5000",
                "reconnect.backoff.max.ms", "200");
        try (BufferedWriter log = Files.newBufferedWriter(Path.of(arguments[5]));
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            new Loader(arguments[2], Integer.parseInt(arguments[3]), log)
                    .run(producer, Integer.parseInt(arguments[4]), stop);
            producer.flush();
        }
    }

    /** Another broker on the same port must not get a single record. */
    private static void requireCluster(String servers, String expected) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            String found = admin.describeCluster().clusterId().get();
            if (!found.equals(expected)) {
                throw new IllegalStateException("the broker at " + servers + " is of another cluster, " + found);
            }
        }
    }

    private static void awaitEndOfInput(CountDownLatch stop) {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException closed) {
            // the same
        }
        stop.countDown();
    }

    private void run(KafkaProducer<byte[], byte[]> producer, int perSecond, CountDownLatch stop)
            throws InterruptedException {
        long last = System.nanoTime();
        int next = 0;
        while (!stop.await(5, TimeUnit.MILLISECONDS)) {
            long now = System.nanoTime();
            // What was not sent while the broker was away is not made up for.
            double elapsedS = Math.min(0.1, (now - last) / 1e9);
            last = now;
            for (int i = 0; i < elapsedS * perSecond && stop.getCount() > 0; i++) {
                send(producer, next++ % sequences.length);
            }
        }
    }

    private void send(KafkaProducer<byte[], byte[]> producer, int partition) {
        long sequence = sequences[partition]++;
        long folder = sequence % FOLDERS;
        String value = "{\"p\":" + partition + ",\"n\":" + sequence + ",\"g\":" + folder + ",\"t\":" + folder * HOUR_MS
                + ",\"text\":\"one of many\"}";
        var unused = producer.send(
                new ProducerRecord<>(topic, partition, null, value.getBytes(StandardCharsets.UTF_8)),
                (metadata, failure) -> acknowledged(metadata, sequence, failure));
    }

    private void acknowledged(RecordMetadata metadata, long sequence, Exception failure) {
        if (failure != null) {
            System.out.println("failed " + failure);
            Runtime.getRuntime().halt(1);
        }
        try {
            log.write(metadata.partition() + " " + metadata.offset() + " " + sequence + "\n");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        acknowledged++;
        if (acknowledged % TELL_EVERY == 0) {
            System.out.println("acknowledged " + acknowledged);
        }
    }
}
