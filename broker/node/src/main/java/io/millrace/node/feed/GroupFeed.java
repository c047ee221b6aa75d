package io.millrace.node.feed;

import io.millrace.api.feed.FeedStatus;
import io.millrace.api.feed.FeedStatus.State;
import io.millrace.api.feed.Partition;
import io.millrace.api.feed.RecordHandler;
import io.millrace.api.problem.Problem;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.Deserializer;

/** A deployment's feed on this node: as many members of its group as it has tasks. Any thread. */
final class GroupFeed implements BoundedFeed {

    private final FeedSetup setup;
    private final List<FeedMember> members = new ArrayList<>();

    GroupFeed(
            FeedSetup setup,
            IntFunction<RecordHandler> handlers,
            IntFunction<Function<Deserializer<byte[]>, KafkaConsumer<byte[], byte[]>>> consumers) {
        this.setup = setup;
        for (int task = 0; task < setup.spec().tasks(); task++) {
            members.add(new FeedMember(setup, task, handlers, consumers.apply(task)));
        }
    }

    @Override
    public Future<Void> start() {
        return each(FeedMember::start).recover(failed -> stop().transform(done -> Future.failedFuture(failed)));
    }

    @Override
    public Future<Void> pause() {
        members.forEach(member -> member.pause(true));
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> resume() {
        members.forEach(member -> member.pause(false));
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> stop() {
        return each(FeedMember::stop)
                .eventually(() -> setup.deadLetters().close())
                .eventually(() -> {
                    setup.meters().close();
                    return Future.succeededFuture();
                });
    }

    private Future<Void> each(Function<FeedMember, Future<Void>> step) {
        return Future.join(members.stream().map(step).toList()).mapEmpty();
    }

    @Override
    public FeedStatus status() {
        List<Problem> problems = new ArrayList<>(setup.troubles().all());
        members.stream().map(FeedMember::failure).filter(Objects::nonNull).forEach(problems::add);
        Map<Partition, Long> committed = new TreeMap<>();
        members.forEach(member -> committed.putAll(member.committed()));
        State state = members.stream()
                .map(FeedMember::state)
                .max(Comparator.naturalOrder())
                .orElse(State.STARTING);
        if (state == State.RUNNING && !problems.isEmpty()) {
            state = State.RETRYING;
        }
        FeedMeters meters = setup.meters();
        return new FeedStatus(
                state,
                (long) meters.records.count(),
                (long) meters.bytes.count(),
                (long) meters.retries.count(),
                (long) meters.deadLetters.count(),
                committed,
                List.copyOf(committed.keySet()),
                problems);
    }

    @Override
    public boolean drained() {
        return members.stream().allMatch(FeedMember::drained);
    }

    long waitingBytes() {
        return members.stream().mapToLong(FeedMember::waitingBytes).sum();
    }
}
