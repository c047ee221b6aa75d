package io.millrace.node.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.api.feed.Answer;
import io.millrace.api.feed.Batch;
import io.millrace.api.feed.ConsumedRecord;
import io.millrace.api.feed.DeadLetters;
import io.millrace.api.feed.Delivery;
import io.millrace.api.feed.DeliveryException;
import io.millrace.api.feed.Feed;
import io.millrace.api.feed.FeedSpec;
import io.millrace.api.feed.FeedSpec.Shape;
import io.millrace.api.feed.FeedSpec.Start;
import io.millrace.api.feed.FeedStatus.State;
import io.millrace.api.feed.Lane;
import io.millrace.api.feed.Partition;
import io.millrace.api.feed.RecordHandler;
import io.millrace.api.feed.RetryPolicy;
import io.millrace.api.settings.ByteSize;
import io.millrace.node.NodeConfig.KafkaMode;
import io.millrace.node.NodeConfig.KafkaSettings;
import io.millrace.node.kafka.EmbeddedKafka;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class FeedIT {

    private static final RetryPolicy QUICK =
            new RetryPolicy(3, null, Duration.ofMillis(5), Duration.ofMillis(20), true);

    @TempDir
    static Path directory;

    private static EmbeddedKafka broker;
    private static Vertx vertx;
    private static Records records;

    private final List<Feed> feeds = new ArrayList<>();
    private String topic;

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

    @Test
    void deliversEachPartitionInOrderAndCommitsTheEnd() {
        records.produce(topic, IntStream.range(0, 5_000).mapToObj(i -> "v" + i).toList());
        Collecting handler = new Collecting();
        start(spec(Shape.STREAM, false), handler);
        await().untilAsserted(() -> assertThat(handler.count()).isEqualTo(5_000));
        assertThat(handler.disorder).isEmpty();
        await().untilAsserted(() -> assertThat(committed()).isEqualTo(records.ends(topic)));
    }

    @Test
    void commitsOnlyWhatIsDurable() {
        records.produce(topic, 0, List.of("a", "b", "c", "d"));
        AtomicReference<Lane> lane = new AtomicReference<>();
        Collecting handler = new Collecting() {
            @Override
            Answer answer(Delivery delivery) {
                lane.set(delivery.batches().get(0).lane());
                return Answer.ACCEPTED;
            }
        };
        Feed feed = start(spec(Shape.STREAM, true), handler);
        await().until(() -> handler.count() == 4);
        lane.get().durable(2);
        await().untilAsserted(() -> assertThat(committed()).containsEntry(new Partition(topic, 0), 2L));
        get(feed.stop());
        assertThat(committed()).containsEntry(new Partition(topic, 0), 2L);
    }

    @Test
    void commitsPastTransactionMarkersAndAbortedRecords() {
        records.produceInTransaction(topic, 0, List.of("seen"), true);
        records.produceInTransaction(topic, 0, List.of("aborted"), false);
        Collecting handler = new Collecting();
        start(spec(Shape.STREAM, false), handler);
        await().untilAsserted(() -> assertThat(committed()).containsEntry(new Partition(topic, 0), 4L));
        assertThat(handler.values()).containsExactly("seen");
    }

    @Test
    void buriesOnlyTheRecordsThatAreRejectedWithTheirCause() {
        List<String> values = IntStream.range(0, 3_000)
                .mapToObj(i -> i % 1_000 == 7 ? "bad" + i : "v" + i)
                .toList();
        records.produce(topic, values);
        Collecting handler = new Collecting() {
            @Override
            Answer answer(Delivery delivery) {
                List<Answer.Rejection> rejected = new ArrayList<>();
                for (Batch batch : delivery.batches()) {
                    for (ConsumedRecord record : batch) {
                        if (text(record).startsWith("bad")) {
                            rejected.add(
                                    new Answer.Rejection(record, new IllegalArgumentException("no " + text(record))));
                        }
                    }
                }
                return Answer.DURABLE.rejecting(rejected);
            }
        };
        start(spec(Shape.STREAM, false), handler);
        await().untilAsserted(() -> assertThat(committed()).isEqualTo(records.ends(topic)));
        List<Map<String, String>> letters = records.read(topic + "-dead");
        assertThat(letters)
                .extracting(letter -> letter.get("value"))
                .containsExactlyInAnyOrder("bad7", "bad1007", "bad2007");
        assertThat(letters).allSatisfy(letter -> {
            assertThat(letter).containsEntry("__connect.errors.topic", topic);
            assertThat(letter).containsEntry("__connect.errors.exception.message", "no " + letter.get("value"));
            assertThat(letter.get("__connect.errors.offset")).isNotNull();
        });
    }

    @Test
    void bisectsAFailingDeliveryDownToTheBadRecord() {
        records.produce(
                topic,
                0,
                IntStream.range(0, 64).mapToObj(i -> i == 41 ? "bad" : "v" + i).toList());
        Collecting handler = new Collecting() {
            @Override
            Answer answer(Delivery delivery) {
                delivery.batches()
                        .forEach(batch -> batch.forEach(record -> {
                            if (text(record).equals("bad")) {
                                throw new IllegalStateException("cannot do it");
                            }
                        }));
                return Answer.DURABLE;
            }
        };
        start(spec(Shape.STREAM, false), handler);
        await().untilAsserted(() -> assertThat(committed()).containsEntry(new Partition(topic, 0), 64L));
        assertThat(handler.values()).hasSize(63).doesNotContain("bad").doesNotHaveDuplicates();
        assertThat(records.read(topic + "-dead"))
                .extracting(letter -> letter.get("value"))
                .containsExactly("bad");
    }

    @Test
    void retriesForEverWhatIsUnavailableAndSaysSo() {
        records.produce(topic, 0, List.of("a"));
        AtomicBoolean there = new AtomicBoolean();
        AtomicInteger tries = new AtomicInteger();
        Collecting handler = new Collecting() {
            @Override
            Answer answer(Delivery delivery) {
                tries.incrementAndGet();
                if (!there.get()) {
                    throw DeliveryException.unavailable("the disk is full", null);
                }
                return Answer.DURABLE;
            }
        };
        Feed feed = start(spec(Shape.STREAM, false), handler);
        await().until(() -> tries.get() > QUICK.maxAttempts() + 3);
        assertThat(feed.status().state()).isEqualTo(State.RETRYING);
        assertThat(feed.status().problems()).extracting(p -> p.what()).containsExactly("the disk is full");
        there.set(true);
        await().untilAsserted(() -> assertThat(committed()).containsEntry(new Partition(topic, 0), 1L));
        assertThat(feed.status().state()).isEqualTo(State.RUNNING);
        assertThat(records.exists(topic + "-dead")).isFalse();
    }

    @Test
    void aSlowHandlerKeepsItsPartitions() {
        records.produce(topic, 0, List.of("slow"));
        Promise<Answer> slow = Promise.promise();
        AtomicInteger opened = new AtomicInteger();
        RecordHandler handler = new RecordHandler() {
            @Override
            public Future<Long> open(Lane lane, long committed) {
                opened.incrementAndGet();
                return Future.succeededFuture(committed);
            }

            @Override
            public Future<Answer> deliver(Delivery delivery) {
                return slow.future();
            }
        };
        FeedSpec spec = spec(Shape.STREAM, false, Map.of("max.poll.interval.ms", "6000"));
        Feed feed = start(spec, handler);
        long begun = System.nanoTime();
        await().atMost(Duration.ofSeconds(20)).until(() -> System.nanoTime() - begun > 8_000_000_000L);
        assertThat(opened).hasValue(3);
        assertThat(feed.status().partitions()).hasSize(3);
        slow.complete(Answer.DURABLE);
        await().untilAsserted(() -> assertThat(committed()).containsEntry(new Partition(topic, 0), 1L));
    }

    @Test
    void membersThatComeAndGoLoseNothing() {
        Collecting handler = new Collecting();
        start(spec(Shape.STREAM, true), handler, 1);
        AtomicBoolean done = new AtomicBoolean();
        Thread load = new Thread(() -> {
            for (int i = 0; i < 200; i++) {
                int round = i;
                records.produce(
                        topic,
                        IntStream.range(0, 100).mapToObj(n -> round + "-" + n).toList());
            }
            done.set(true);
        });
        load.start();
        for (int round = 0; round < 3; round++) {
            int before = handler.count();
            Feed second = start(spec(Shape.STREAM, true), handler, 2);
            await().until(() -> !second.status().partitions().isEmpty());
            await().until(() -> done.get() || handler.count() > before);
            get(second.stop());
        }
        await().until(done::get);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(committed()).isEqualTo(records.ends(topic)));
        assertThat(Set.copyOf(handler.values())).hasSize(20_000);
    }

    @Test
    void aReopenedLaneGoesOnFromWhatIsDurableAndTheOldOneIsFenced() {
        records.produce(topic, 0, List.of("a", "b", "c"));
        List<Lane> lanes = new ArrayList<>();
        Collecting handler = new Collecting() {
            @Override
            public Future<Long> open(Lane lane, long committed) {
                if (lane.partition().number() == 0) {
                    lanes.add(lane);
                }
                return super.open(lane, committed);
            }

            @Override
            Answer answer(Delivery delivery) {
                Lane lane = delivery.batches().get(0).lane();
                if (lanes.size() == 1) {
                    lane.durable(1);
                    lane.reopen(DeliveryException.unavailable("the file is gone", null));
                    lane.durable(3);
                    return Answer.ACCEPTED;
                }
                return Answer.DURABLE;
            }
        };
        start(spec(Shape.STREAM, true), handler);
        await().untilAsserted(() -> assertThat(committed()).containsEntry(new Partition(topic, 0), 3L));
        assertThat(lanes).hasSize(2);
        assertThat(handler.values().subList(3, handler.count())).containsExactly("b", "c");
    }

    @Test
    void aLaneReopenedWithEverythingDurableIsNoTroubleAnyMore() {
        records.produce(topic, 0, List.of("a"));
        AtomicInteger opened = new AtomicInteger();
        Collecting handler = new Collecting() {
            @Override
            public Future<Long> open(Lane lane, long committed) {
                if (lane.partition().number() == 0 && opened.incrementAndGet() == 2) {
                    return Future.failedFuture(DeliveryException.unavailable("the store is gone", null));
                }
                return super.open(lane, committed);
            }

            @Override
            Answer answer(Delivery delivery) {
                Lane lane = delivery.batches().get(0).lane();
                lane.durable(1);
                lane.reopen(DeliveryException.unavailable("the answer got lost", null));
                return Answer.ACCEPTED;
            }
        };
        Feed feed = start(spec(Shape.STREAM, false), handler);
        await().until(() -> opened.get() == 3);
        await().untilAsserted(() -> assertThat(feed.status().state()).isEqualTo(State.RUNNING));
        assertThat(handler.values()).containsExactly("a");
    }

    @Test
    void aPausedFeedHandsNothingOverAndGoesOnWhereItWas() {
        Collecting handler = new Collecting();
        Feed feed = start(spec(Shape.STREAM, false), handler);
        records.produce(topic, 0, List.of("a"));
        await().until(() -> handler.count() == 1);
        get(feed.pause());
        records.produce(topic, 0, List.of("b"));
        await().during(Duration.ofMillis(700)).until(() -> handler.count() == 1);
        assertThat(feed.status().state()).isEqualTo(State.PAUSED);
        get(feed.resume());
        await().until(() -> handler.count() == 2);
    }

    @Test
    void oneDeliveryMayHoldSeveralPartitionsEachOnce() {
        for (int partition = 0; partition < 3; partition++) {
            records.produce(topic, partition, List.of("a" + partition, "b" + partition));
        }
        Queue<Delivery> deliveries = new ConcurrentLinkedQueue<>();
        Collecting handler = new Collecting() {
            @Override
            Answer answer(Delivery delivery) {
                deliveries.add(delivery);
                return Answer.DURABLE;
            }
        };
        Shape shape = new Shape(100, ByteSize.ofMebibytes(1), Duration.ofSeconds(2), true);
        start(spec(shape, false), handler);
        await().until(() -> handler.count() == 6);
        assertThat(deliveries).anySatisfy(delivery -> {
            assertThat(delivery.batches()).hasSizeGreaterThan(1);
            assertThat(delivery.batches())
                    .extracting(batch -> batch.lane().partition())
                    .doesNotHaveDuplicates();
        });
    }

    private Feed start(FeedSpec spec, RecordHandler handler) {
        return start(spec, handler, 1);
    }

    private Feed start(FeedSpec spec, RecordHandler handler, int node) {
        Feeds made = new Feeds(
                vertx,
                Clock.systemUTC(),
                broker.access(),
                records.topics(),
                new SimpleMeterRegistry(),
                new MemoryBudget(64 << 20),
                "test",
                node);
        Feed feed = made.feed("Test", topic.toLowerCase(java.util.Locale.ROOT), spec, task -> handler);
        feeds.add(feed);
        get(feed.start());
        return feed;
    }

    @Test
    void passesByWhatTheFilterRefuses() {
        records.produce(topic, 0, List.of("a", "no", "b", "no", "no"));
        Collecting handler = new Collecting();
        start(
                new FeedSpec(
                        List.of(topic),
                        null,
                        Start.EARLIEST,
                        Shape.STREAM,
                        QUICK,
                        DeadLetters.to(topic + "-dead"),
                        1,
                        false,
                        Map.of(),
                        record -> !text(record).equals("no")),
                handler);
        await().untilAsserted(() -> assertThat(committed()).containsEntry(new Partition(topic, 0), 5L));
        assertThat(handler.values()).containsExactly("a", "b");
    }

    @Test
    void splitsWhatCannotBeTakenTogetherThoughItNeverBisects() {
        records.produce(topic, 0, List.of("a", "b", "c", "d", "e"));
        Collecting handler = new Collecting() {
            @Override
            public Future<Answer> deliver(Delivery delivery) {
                return delivery.batches().get(0).size() > 2
                        ? Future.failedFuture(DeliveryException.split("too much", null))
                        : super.deliver(delivery);
            }
        };
        start(
                new FeedSpec(
                        List.of(topic),
                        null,
                        Start.EARLIEST,
                        Shape.STREAM,
                        new RetryPolicy(1, null, Duration.ofMillis(5), Duration.ofMillis(5), false),
                        DeadLetters.BY_HANDLER,
                        1,
                        false,
                        Map.of()),
                handler);
        await().untilAsserted(() -> assertThat(committed()).containsEntry(new Partition(topic, 0), 5L));
        assertThat(handler.values()).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void aPartitionThatIsDealtWithGoesOnWhileOneOfItsDeliveryIsRetried() {
        records.produce(topic, 0, List.of("stuck"));
        records.produce(topic, 1, List.of("a"));
        AtomicBoolean mended = new AtomicBoolean();
        Collecting handler = new Collecting() {
            @Override
            Answer answer(Delivery delivery) {
                return delivery.batches().stream()
                        .filter(batch -> batch.lane().partition().number() == 0 && !mended.get())
                        .findFirst()
                        .map(batch -> Answer.durableUpTo(
                                Map.of(batch.lane().partition(), 0L), new IllegalStateException("stuck")))
                        .orElse(Answer.DURABLE);
            }
        };
        start(
                new FeedSpec(
                        List.of(topic),
                        null,
                        Start.EARLIEST,
                        new Shape(100, ByteSize.ofMebibytes(1), Duration.ofMillis(500), true),
                        new RetryPolicy(-1, null, Duration.ofMillis(50), Duration.ofMillis(50), false),
                        DeadLetters.BY_HANDLER,
                        1,
                        false,
                        Map.of()),
                handler);
        await().until(() ->
                handler.values().contains("stuck") && handler.values().contains("a"));
        records.produce(topic, 1, List.of("b"));
        await().untilAsserted(() -> assertThat(committed()).containsEntry(new Partition(topic, 1), 2L));
        assertThat(committed()).containsEntry(new Partition(topic, 0), 0L);
        mended.set(true);
        await().untilAsserted(() -> assertThat(committed()).containsEntry(new Partition(topic, 0), 1L));
    }

    @Test
    void givesUpTheFirstRecordAloneWhereAPartDoesNotGetOn() {
        records.produce(topic, 0, List.of("a", "bad", "c", "d"));
        Queue<Integer> attempts = new ConcurrentLinkedQueue<>();
        Collecting handler = new Collecting() {
            @Override
            Answer answer(Delivery delivery) {
                Batch batch = delivery.batches().get(0);
                for (ConsumedRecord record : batch) {
                    if (text(record).equals("bad")) {
                        attempts.add(delivery.attempt());
                        return Answer.durableUpTo(
                                Map.of(batch.lane().partition(), record.offset()), new IllegalStateException("bad"));
                    }
                }
                return Answer.DURABLE;
            }
        };
        start(spec(Shape.STREAM, false), handler);
        await().untilAsserted(() -> assertThat(committed()).containsEntry(new Partition(topic, 0), 4L));
        assertThat(attempts).containsExactly(1, 2, 3);
        assertThat(records.read(topic + "-dead"))
                .extracting(each -> each.get("value"))
                .containsExactly("bad");
        assertThat(handler.values()).endsWith("c", "d");
    }

    @Test
    void asksTheHandlerAgainUntilItHasKeptWhatIsGivenUp() {
        records.produce(topic, 0, List.of("a", "bad", "c"));
        Queue<String> buried = new ConcurrentLinkedQueue<>();
        AtomicInteger refusals = new AtomicInteger(2);
        AtomicInteger tries = new AtomicInteger();
        Collecting handler = new Collecting() {
            @Override
            public Future<Answer> deliver(Delivery delivery) {
                for (ConsumedRecord record : delivery.batches().get(0)) {
                    if (text(record).equals("bad")) {
                        tries.incrementAndGet();
                        return Future.failedFuture("bad");
                    }
                }
                return super.deliver(delivery);
            }

            @Override
            public Future<Void> bury(List<Answer.Rejection> rejections) {
                if (refusals.getAndDecrement() > 0) {
                    return Future.failedFuture("no room");
                }
                rejections.forEach(each -> buried.add(text(each.record())));
                return Future.succeededFuture();
            }
        };
        start(
                new FeedSpec(
                        List.of(topic),
                        null,
                        Start.EARLIEST,
                        new Shape(1, ByteSize.ofMebibytes(1), Duration.ZERO, true),
                        QUICK,
                        DeadLetters.BY_HANDLER,
                        1,
                        false,
                        Map.of()),
                handler);
        await().untilAsserted(() -> assertThat(committed()).containsEntry(new Partition(topic, 0), 3L));
        assertThat(buried).containsExactly("bad");
        assertThat(tries).hasValue(3);
        assertThat(handler.values()).containsExactly("a", "c");
    }

    private FeedSpec spec(Shape shape, boolean blocking) {
        return spec(shape, blocking, Map.of());
    }

    private FeedSpec spec(Shape shape, boolean blocking, Map<String, String> consumer) {
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

    private Map<Partition, Long> committed() {
        return records.committed(Feeds.group("test", "Test", topic.toLowerCase(java.util.Locale.ROOT)));
    }

    private static <T> T get(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    private static String text(ConsumedRecord record) {
        return new String(record.value(), StandardCharsets.UTF_8);
    }

    /** Takes everything, and remembers it and whether it came in order. */
    private static class Collecting implements RecordHandler {
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
