package io.millrace.node.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.api.feed.Answer;
import io.millrace.api.feed.DeadLetters;
import io.millrace.api.feed.Delivery;
import io.millrace.api.feed.Feed;
import io.millrace.api.feed.FeedSpec;
import io.millrace.api.feed.FeedSpec.Shape;
import io.millrace.api.feed.FeedSpec.Start;
import io.millrace.api.feed.FeedStatus.State;
import io.millrace.api.feed.Lane;
import io.millrace.api.feed.Partition;
import io.millrace.api.feed.RecordHandler;
import io.millrace.api.settings.ByteSize;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a feed hands over, and what it commits. */
class FeedIT extends FeedFixture {

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
    void countsDeliveriesAndBytesWithThoseOfHeaders() {
        records.produce(topic, 0, List.of("four"));
        records.produceWithHeader(topic, 0, null, "of a tombstone");
        records.produceWithHeader(topic, 0, "five5", "seven77");
        RecordHandler handler = delivery -> Future.succeededFuture(Answer.DURABLE);
        start(spec(Shape.STREAM, false), handler);
        await().untilAsserted(() -> assertThat(committed()).containsEntry(new Partition(topic, 0), 3L));
        int headers = "header".length() + "of a tombstone".length() + "header".length() + "seven77".length();
        assertThat(registry.get("feed.bytes").counter().count()).isEqualTo(4 + 5 + headers);
        assertThat(registry.get("feed.delivery").timer().count()).isPositive();
        assertThat(registry.get("feed.waiting.bytes").gauge().value()).isZero();
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
}
