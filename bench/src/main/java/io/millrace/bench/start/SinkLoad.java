package io.millrace.bench.start;

import static org.awaitility.Awaitility.await;

import io.millrace.bench.reading.SteadyProducer;
import io.millrace.node.feed.Feeds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Ten topics that get 100 records a second each, and a file sink for each. Blocks. */
final class SinkLoad {

    private static final int SINKS = 10;
    private static final int RATE = 100;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final String servers;
    private final long seconds;

    /** @param seconds of one {@link #produce()} */
    SinkLoad(String servers, long seconds) {
        this.servers = servers;
        this.seconds = seconds;
    }

    void createTopics() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.createTopics(IntStream.range(0, SINKS)
                            .mapToObj(sink -> new NewTopic(name(sink), 1, (short) 1))
                            .toList())
                    .all()
                    .get();
        } catch (ExecutionException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Writes to all topics in turns. */
    void produce() {
        try (SteadyProducer producer = new SteadyProducer(servers)) {
            producer.send(seconds * SINKS * RATE, SINKS * RATE, (index, due) -> {
                String json = "{\"id\":%d,\"place\":\"%s\",\"magnitude\":4.5}".formatted(index, "a".repeat(60));
                return new ProducerRecord<>(name((int) (index % SINKS)), json.getBytes(StandardCharsets.UTF_8));
            });
        }
    }

    /** Definitions of the sinks. */
    Path definitions(Path folder) {
        String text = IntStream.range(0, SINKS)
                .mapToObj(sink -> """
                        kind: Connector
                        name: %1$s
                        config:
                          connector.class: FileSink
                          topics: %1$s
                          store.url: file:%1$s
                          format.class: JsonFormat
                          flush.size: 1000
                          rotate.schedule.interval.ms: 5000
                        """.formatted(name(sink)))
                .collect(Collectors.joining("---\n"));
        try {
            return Files.writeString(folder.resolve("sinks.yaml"), text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Waits until every sink has committed what two calls of {@link #produce()} wrote to its topic. */
    void awaitWritten() {
        Long expected = 2 * seconds * RATE;
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            await("sinks have committed")
                    .atMost(LONGEST_WAIT)
                    .pollInterval(LOOK_EVERY)
                    .until(() -> committed(admin), Collections.nCopies(SINKS, expected)::equals);
        }
    }

    private static List<Long> committed(Admin admin) throws ExecutionException, InterruptedException {
        List<Long> committed = new ArrayList<>();
        for (int sink = 0; sink < SINKS; sink++) {
            committed.add(committed(admin, name(sink)));
        }
        return committed;
    }

    private static long committed(Admin admin, String name) throws ExecutionException, InterruptedException {
        return admin
                .listConsumerGroupOffsets(Feeds.group("default", "Connector", name))
                .partitionsToOffsetAndMetadata()
                .get()
                .values()
                .stream()
                .map(Optional::ofNullable)
                .mapToLong(offset -> offset.map(OffsetAndMetadata::offset).orElse(0L))
                .sum();
    }

    private static String name(int sink) {
        return "sink-" + sink;
    }
}
