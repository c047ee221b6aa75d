package io.millrace.node.feed;

import io.millrace.api.feed.ConsumedRecord;
import io.millrace.api.feed.FeedSpec;
import io.millrace.api.feed.Partition;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.Where;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The poll thread's side of a member: owns the consumer, from joining the group to leaving it.
 *
 * <p>Everything private to it happens on its thread; the methods that the context calls only leave a word for it.
 */
final class PollLoop implements Runnable, ConsumerRebalanceListener {

    private static final Logger LOG = LoggerFactory.getLogger(PollLoop.class);
    private static final long COMMIT_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final Duration FLUSH_DEADLINE = Duration.ofSeconds(20);

    private final FeedSetup setup;
    private final Function<Deserializer<byte[]>, KafkaConsumer<byte[], byte[]>> consumers;
    private final Dispatcher dispatcher;
    private final Consumer<Problem> failing;
    private final FlowControl flow;
    private final Map<TopicPartition, FeedLane> lanes = new HashMap<>();
    private final ConcurrentHashMap<Partition, Long> committed = new ConcurrentHashMap<>();
    private final Queue<Runnable> words = new ConcurrentLinkedQueue<>();
    private final HeaderWatch headers = new HeaderWatch();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private KafkaConsumer<byte[], byte[]> consumer;
    private Positions positions;
    private long nextCommit = System.nanoTime();
    private long nextTick = System.nanoTime();

    /** @param failing called once, on any thread, when the member cannot go on; the loop ends by itself then */
    PollLoop(
            FeedSetup setup,
            Function<Deserializer<byte[]>, KafkaConsumer<byte[], byte[]>> consumers,
            Dispatcher dispatcher,
            Consumer<Problem> failing) {
        this.setup = setup;
        this.consumers = consumers;
        this.dispatcher = dispatcher;
        this.failing = failing;
        this.flow = new FlowControl(setup.budget(), setup.until());
    }

    // ---- from the context and from outside

    /** The lane is open: fetch from here; -1 for where the feed starts without a committed offset. */
    void startAt(FeedLane lane, long offset) {
        words.add(() -> {
            if (lanes.get(lane.key) == lane) {
                positions.seek(lane.key, offset);
                lane.fetchedTo = consumer.position(lane.key);
                lane.fetching = lane.fetchedTo < setup.until().getOrDefault(lane.partition, Long.MAX_VALUE);
            }
        });
    }

    /** The old lane is fenced; the partition goes on with the next one, opened after a while. */
    void replace(FeedLane old, FeedLane next, long delayMs) {
        words.add(() -> {
            if (lanes.replace(old.key, old, next)) {
                next.paused = old.paused;
                next.committed = old.committed;
                dispatcher.open(next, delayMs);
            }
        });
    }

    void pause(boolean on) {
        flow.pause(on);
    }

    /** Ends the loop: flushes, commits and leaves. */
    void stop() {
        stopping.countDown();
    }

    void fail(Problem problem) {
        failing.accept(problem);
        stop();
    }

    /** By partition: what this member committed last. */
    Map<Partition, Long> committed() {
        return Map.copyOf(committed);
    }

    long waitingBytes() {
        return flow.waitingBytes();
    }

    /** True when this member has all partitions that have an end, and has reached it in each. */
    boolean drained() {
        return flow.drained();
    }

    // ---- the loop

    @Override
    public void run() {
        try (KafkaConsumer<byte[], byte[]> made = consumers.apply(headers)) {
            consumer = made;
            positions = new Positions(setup, made, lanes, committed);
            subscribe();
            int failures = 0;
            while (stopping.getCount() > 0) {
                try {
                    turn();
                    if (failures > 0) {
                        failures = 0;
                        setup.troubles().clear(this);
                    }
                } catch (FencedInstanceIdException other) {
                    fail(Problem.user(
                            "member-fenced",
                            "another node runs this deployment under the same node.id.",
                            Where.path("node.id"),
                            "Give each node of a cluster its own node.id."));
                } catch (OffsetOutOfRangeException gone) {
                    positions.goOnAtEarliest(gone);
                } catch (KafkaException failed) {
                    failures++;
                    held(failed);
                    waitFor(setup.backoff().millisAfter(failures));
                }
            }
            giveUp(lanes.keySet(), true);
            made.close(CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
        } catch (KafkaException failed) {
            LOG.atWarn()
                    .addKeyValue("deployment", setup.deployment())
                    .addKeyValue("error", failed.toString())
                    .log("the group was not left in order; its other members wait for the session to end");
        }
    }

    private void subscribe() {
        FeedSpec spec = setup.spec();
        if (spec.topicsRegex() == null) {
            consumer.subscribe(spec.topics(), this);
        } else {
            consumer.subscribe(Pattern.compile("(?!__)(?:" + spec.topicsRegex() + ")"), this);
        }
    }

    private void turn() {
        for (Runnable word = words.poll(); word != null; word = words.poll()) {
            word.run();
        }
        long now = System.nanoTime();
        Duration timeout = flow.steer(now, consumer, lanes);
        if (now - nextCommit >= 0) {
            nextCommit = now + COMMIT_EVERY_NANOS;
            positions.commit();
        }
        if (now - nextTick >= 0) {
            nextTick = now + TimeUnit.MILLISECONDS.toNanos(Dispatcher.TICK_MS);
            lanes.values().forEach(lane -> lane.atEnd = positions.atEnd(lane));
            dispatcher.tick();
        }
        ConsumerRecords<byte[], byte[]> records = consumer.poll(timeout);
        if (!records.nextOffsets().isEmpty()) {
            hand(records);
        }
    }

    private void hand(ConsumerRecords<byte[], byte[]> records) {
        List<Chunk> chunks = new ArrayList<>(records.nextOffsets().size());
        records.nextOffsets().forEach((partition, next) -> {
            FeedLane lane = lanes.get(partition);
            if (lane != null && lane.fetching && next.offset() > lane.fetchedTo) {
                lane.fetchedTo = next.offset();
                Chunk chunk =
                        upToEnd(Chunk.of(lane, wanted(records.records(partition)), next.offset(), headers.seen()));
                lane.count(chunk);
                chunks.add(chunk);
            }
        });
        dispatcher.offer(chunks);
    }

    private List<ConsumerRecord<byte[], byte[]>> wanted(List<ConsumerRecord<byte[], byte[]>> records) {
        Predicate<ConsumedRecord> filter = setup.spec().filter();
        return filter == null
                ? records
                : records.stream()
                        .filter(record -> filter.test(new RecordView(record)))
                        .toList();
    }

    /** Cuts what is past the feed's end, and fetches no more of the lane then. */
    private Chunk upToEnd(Chunk chunk) {
        FeedLane lane = chunk.owner();
        Long end = setup.until().get(lane.partition);
        if (end == null || chunk.nextOffset() < end) {
            return chunk;
        }
        lane.fetching = false;
        int fit = 0;
        while (fit < chunk.size() && chunk.records().get(fit).offset() < end) {
            fit++;
        }
        return Chunk.of(lane, chunk.records().subList(0, fit), end, headers.seen());
    }

    // ---- the group

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = consumer.committed(Set.copyOf(partitions));
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata offset = offsets.get(partition);
            FeedLane lane =
                    new FeedLane(partition, offset == null ? FeedLane.NONE : offset.offset(), dispatcher::reopen);
            lanes.put(partition, lane);
            committed.put(lane.partition, lane.committed);
            // Some position, or poll would look for one by itself; nothing is fetched while it is paused.
            consumer.seek(partition, Math.max(0, lane.committed));
            consumer.pause(Set.of(partition));
            lane.paused = true;
            dispatcher.open(lane, 0);
        }
        LOG.atInfo()
                .addKeyValue("deployment", setup.deployment())
                .addKeyValue("partitions", partitions)
                .log("partitions assigned");
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        giveUp(partitions, true);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        giveUp(partitions, false);
    }

    /** Flushes within the deadline, commits what is durable, fences. Without {@code flush} it only fences. */
    private void giveUp(Collection<TopicPartition> partitions, boolean flush) {
        List<FeedLane> leaving = new ArrayList<>();
        for (TopicPartition partition : List.copyOf(partitions)) {
            FeedLane lane = lanes.remove(partition);
            if (lane != null) {
                leaving.add(lane);
                committed.remove(lane.partition);
            }
        }
        if (leaving.isEmpty()) {
            return;
        }
        if (!flush) {
            leaving.forEach(FeedLane::fence);
        }
        awaitClosed(leaving, flush);
        if (flush) {
            positions.commitLast(leaving);
        }
        leaving.forEach(FeedLane::fence);
        LOG.atInfo()
                .addKeyValue("deployment", setup.deployment())
                .addKeyValue(
                        "partitions", leaving.stream().map(FeedLane::partition).toList())
                .log(flush ? "partitions given up" : "partitions lost");
    }

    private void awaitClosed(List<FeedLane> leaving, boolean flush) {
        List<Future<Void>> closing =
                leaving.stream().map(lane -> dispatcher.close(lane, flush)).toList();
        try {
            Future.join(closing)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(FLUSH_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            LOG.atWarn()
                    .addKeyValue("deployment", setup.deployment())
                    .addKeyValue("elapsedMs", FLUSH_DEADLINE.toMillis())
                    .log("a lane did not close in time; what is not durable will be read again");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void held(KafkaException failed) {
        Problem problem = Problem.resource(
                "broker-unavailable",
                "the broker does not answer this feed: " + failed.getMessage(),
                Where.path(""),
                "It is tried again until it works.");
        if (setup.troubles().add(this, problem)) {
            LOG.atWarn()
                    .addKeyValue("deployment", setup.deployment())
                    .addKeyValue("error", failed.toString())
                    .log("polling failed, trying again");
        }
    }

    private void waitFor(long millis) {
        try {
            if (stopping.await(millis, TimeUnit.MILLISECONDS)) {
                LOG.atDebug().addKeyValue("deployment", setup.deployment()).log("stopping while held up");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            stop();
        }
    }
}
