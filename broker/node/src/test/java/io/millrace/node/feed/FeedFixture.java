package io.millrace.node.feed;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.api.feed.Answer;
import io.millrace.api.feed.Batch;
import io.millrace.api.feed.ConsumedRecord;
import io.millrace.api.feed.DeadLetters;
import io.millrace.api.feed.Delivery;
import io.millrace.api.feed.Feed;
import io.millrace.api.feed.FeedSpec;
import io.millrace.api.feed.FeedSpec.Shape;
import io.millrace.api.feed.FeedSpec.Start;
import io.millrace.api.feed.Partition;
import io.millrace.api.feed.RecordHandler;
import io.millrace.api.feed.RetryPolicy;
import io.millrace.node.NodeConfig.KafkaMode;
import io.millrace.node.NodeConfig.KafkaSettings;
import io.millrace.node.kafka.EmbeddedKafka;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** A broker, a topic for each test, and feeds that end with it. */
abstract class FeedFixture {

    static final RetryPolicy QUICK = new RetryPolicy(3, null, Duration.ofMillis(5), Duration.ofMillis(20), true);

    @TempDir
    static Path directory;

    private static EmbeddedKafka broker;
    private static Vertx vertx;
    static Records records;

    final MeterRegistry registry = new SimpleMeterRegistry();

    private final List<Feed> feeds = new ArrayList<>();
    String topic;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedKafka.start(
                1,
                directory,
                new KafkaSettings(KafkaMode.EMBEDDED, "127.0.0.1", 0, null, Map.of(), null, Map.of()),
                () -> {});
        vertx = Vertx.vertx();
        records = new Records(broker.access());
    }

    @AfterAll
    static void stopBroker() throws Exception {
        records.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        broker.close();
    }

    @BeforeEach
    void makeTopic(TestInfo test) {
        topic = test.getTestMethod().orElseThrow().getName();
        records.create(topic, 3);
    }

    @AfterEach
    void stopFeeds() {
        feeds.forEach(feed -> get(feed.stop()));
    }

    Feed start(FeedSpec spec, RecordHandler handler) {
        return start(spec, handler, 1);
    }

    Feed start(FeedSpec spec, RecordHandler handler, int node) {
        Feeds made = new Feeds(
                vertx,
                Clock.systemUTC(),
                broker.access(),
                records.topics(),
                registry,
                new MemoryBudget(64 << 20),
                "test",
                node);
        Feed feed = made.feed("Test", topic.toLowerCase(java.util.Locale.ROOT), spec, task -> handler);
        feeds.add(feed);
        get(feed.start());
        return feed;
    }

    FeedSpec spec(Shape shape, boolean blocking) {
        return spec(shape, blocking, Map.of());
    }

    FeedSpec spec(Shape shape, boolean blocking, Map<String, String> consumer) {
        return new FeedSpec(
                List.of(topic),
                null,
                Start.EARLIEST,
                shape,
                QUICK,
                DeadLetters.to(topic + "-dead"),
                1,
                blocking,
                consumer);
    }

    Map<Partition, Long> committed() {
        return records.committed(Feeds.group("test", "Test", topic.toLowerCase(java.util.Locale.ROOT)));
    }

    static <T> T get(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    static String text(ConsumedRecord record) {
        return new String(record.value(), StandardCharsets.UTF_8);
    }

    /** Takes everything, and remembers it and whether it came in order. */
    static class Collecting implements RecordHandler {
        final Queue<String> seen = new ConcurrentLinkedQueue<>();
        final Queue<String> disorder = new ConcurrentLinkedQueue<>();
        private final Map<Partition, Long> last = new ConcurrentHashMap<>();

        @SuppressWarnings("unused") // for those that look at it
        Answer answer(Delivery delivery) {
            return Answer.DURABLE;
        }

        @Override
        public Future<Answer> deliver(Delivery delivery) {
            Answer answer = answer(delivery);
            for (Batch batch : delivery.batches()) {
                for (ConsumedRecord record : batch) {
                    Long before = last.put(batch.lane().partition(), record.offset());
                    if (before != null && before >= record.offset()) {
                        disorder.add(batch.lane().partition() + ": " + before + ", " + record.offset());
                    }
                    seen.add(text(record));
                }
            }
            return Future.succeededFuture(answer);
        }

        int count() {
            return seen.size();
        }

        List<String> values() {
            return List.copyOf(seen);
        }
    }
}
