package io.millrace.dist.faults;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A stranger in a group: takes partitions, reads, commits nothing, and leaves. */
final class Intruder implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);

    private final String bootstrapServers;
    private final String group;
    private final CountDownLatch leaving = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "intruder");
    private volatile boolean assigned;

    /** Joins. */
    Intruder(String bootstrapServers, String group) {
        this.bootstrapServers = bootstrapServers;
        this.group = group;
        thread.start();
    }

    private void run() {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", bootstrapServers,
                "group.id", group,
                "enable.auto.commit", "false",
                "auto.offset.reset", "earliest",
                "session.timeout.ms", "6000", // the least that a broker allows
                "heartbeat.interval.ms", "500",
                "partition.assignment.strategy", CooperativeStickyAssignor.class.getName());
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(Pipeline.TOPIC));
            while (leaving.getCount() > 0) {
                consumer.poll(POLL);
                assigned = !consumer.assignment().isEmpty();
            }
            consumer.close(CloseOptions.timeout(Duration.ofSeconds(5)));
        }
    }

    boolean isAssigned() {
        return assigned;
    }

    void leave() {
        leaving.countDown();
    }

    /** Leaves, and waits until it has. */
    @Override
    public void close() {
        leave();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
