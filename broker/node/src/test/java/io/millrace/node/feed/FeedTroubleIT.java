package io.millrace.node.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import io.millrace.api.feed.RetryPolicy;
import io.millrace.api.settings.ByteSize;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of records that a handler does not take. */
class FeedTroubleIT extends FeedFixture {

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
}
