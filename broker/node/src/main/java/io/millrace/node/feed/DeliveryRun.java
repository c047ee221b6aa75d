package io.millrace.node.feed;

import io.millrace.api.feed.Answer;
import io.millrace.api.feed.Batch;
import io.millrace.api.feed.Delivery;
import io.millrace.api.feed.DeliveryException;
import io.millrace.api.feed.DeliveryException.Steer;
import io.millrace.api.feed.RecordHandler;
import io.millrace.api.feed.RetryPolicy;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * One delivery on its way to being dealt with: tries, waits, halves, dead letters. Lives on the member's context; made for one
 * delivery, ends once.
 *
 * <p>The work left is a stack of parts. A part that fails for good is split in two and both go back on the stack, until one
 * record is left alone with its failure. Of a part that the handler has dealt with up to some record, the rest goes back.
 */
final class DeliveryRun {

    private final Dispatcher dispatcher;
    private final RecordHandler handler;
    private final RetryPolicy policy;
    private final Deque<Part> left = new ArrayDeque<>();
    private final Trampoline steps = new Trampoline(this::step);
    private final long begun = System.nanoTime();
    private Future<Void> idle = Future.succeededFuture();
    private boolean ended;

    /**
     * Records still to be dealt with.
     *
     * @param attempt the try that comes next, from 1
     * @param held how often in a row the handler could not even try
     * @param split true when it is half of something that failed for good
     */
    private record Part(List<Chunk> chunks, int attempt, int held, boolean split) {

        static Part first(List<Chunk> chunks) {
            return new Part(chunks, 1, 0, false);
        }

        boolean has(FeedLane lane) {
            return chunks.stream().anyMatch(chunk -> chunk.owner() == lane);
        }

        int records() {
            return chunks.stream().mapToInt(Chunk::size).sum();
        }

        Part live() {
            return new Part(chunks.stream().filter(chunk -> chunk.owner().open).toList(), attempt, held, split);
        }

        Part again() {
            return new Part(chunks, attempt + 1, 0, split);
        }

        Part hold() {
            return new Part(chunks, attempt, held + 1, split);
        }
    }

    DeliveryRun(Dispatcher dispatcher, RecordHandler handler, RetryPolicy policy, List<Chunk> chunks) {
        this.dispatcher = dispatcher;
        this.handler = handler;
        this.policy = policy;
        left.push(Part.first(chunks));
    }

    /** Tries the next part, or ends. */
    void go() {
        steps.run();
    }

    private void step() {
        if (ended) {
            return;
        }
        Part part = nextLive();
        if (part == null) {
            ended = true;
            dispatcher.finished(this);
            return;
        }
        List<Batch> batches = List.copyOf(part.chunks);
        Promise<Void> asking = Promise.promise();
        idle = asking.future();
        dispatcher.ask(() -> handler.deliver(new Delivery(batches, part.attempt)), (answer, failure) -> {
            if (!ended && failure == null) {
                accepted(part, answer);
            } else if (!ended) {
                failed(part, failure);
            }
            asking.complete(); // not before: who waits for it commits what is durable now
        });
    }

    /** What was closed or reopened meanwhile is somebody else's. */
    private Part nextLive() {
        Part part = left.poll();
        while (part != null && part.live().chunks.isEmpty()) {
            part = left.poll();
        }
        return part == null ? null : part.live();
    }

    /** Since it was handed over. */
    long nanos() {
        return System.nanoTime() - begun;
    }

    /** Completes when the handler has answered what it was asked last. */
    Future<Void> idle() {
        return idle;
    }

    private void accepted(Part part, Answer answer) {
        if (answer.failure() == null) {
            dispatcher.flowing(this);
        }
        if (answer.rejected().isEmpty()) {
            settle(part, answer);
            return;
        }
        for (Answer.Rejection rejection : answer.rejected()) {
            laneOf(part, rejection).hold(firstRejected(part, answer, laneOf(part, rejection)));
        }
        dispatcher.bury(this, answer.rejected(), () -> {
            part.chunks.forEach(chunk -> chunk.owner().release());
            settle(part, answer);
        });
    }

    private static FeedLane laneOf(Part part, Answer.Rejection rejection) {
        return part.chunks.stream()
                .map(Chunk::owner)
                .filter(lane -> lane.partition.topic().equals(rejection.record().topic())
                        && lane.partition.number() == rejection.record().partition())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a record was rejected that was not delivered"));
    }

    private static long firstRejected(Part part, Answer answer, FeedLane lane) {
        return answer.rejected().stream()
                .filter(rejection -> laneOf(part, rejection) == lane)
                .mapToLong(rejection -> rejection.record().offset())
                .min()
                .orElseThrow();
    }

    private void settle(Part part, Answer answer) {
        List<Chunk> rest = new ArrayList<>();
        List<Chunk> stuck = new ArrayList<>();
        List<FeedLane> over = new ArrayList<>();
        for (Chunk chunk : part.chunks) {
            int cut = chunk.before(answer.goOnAt().getOrDefault(chunk.owner().partition, Long.MAX_VALUE));
            Chunk done = chunk.part(0, cut);
            if (answer.durable()) {
                chunk.owner().durable(done.nextOffset());
            }
            dispatcher.accepted(done);
            if (cut < chunk.size()) {
                rest.add(chunk.part(cut, chunk.size()));
            } else if (left.stream().noneMatch(later -> later.has(chunk.owner()))) {
                over.add(chunk.owner());
            }
            if (cut == 0 && chunk.size() > 0) {
                stuck.add(chunk);
            }
        }
        if (rest.isEmpty()) {
            go();
        } else {
            dispatcher.letGo(over);
            goOn(part, rest, stuck, answer.failure());
        }
    }

    /** @param stuck those of the rest that are no shorter than before */
    private void goOn(Part tried, List<Chunk> rest, List<Chunk> stuck, Throwable failure) {
        Part again = new Part(rest, stuck.isEmpty() ? 1 : tried.attempt, 0, false);
        if (mayRetry(again)) {
            retry(again, failure);
        } else {
            giveUpFirst(again.live(), stuck, failure);
        }
    }

    /** Of each stuck partition the first record is at fault; what is behind it was perhaps not even looked at. */
    private void giveUpFirst(Part part, List<Chunk> stuck, Throwable failure) {
        List<Answer.Rejection> firsts = new ArrayList<>();
        List<Chunk> behind = new ArrayList<>();
        for (Chunk chunk : part.chunks) {
            boolean isStuck = stuck.contains(chunk);
            if (isStuck) {
                firsts.add(new Answer.Rejection(chunk.get(0), failure));
            }
            behind.add(isStuck ? chunk.part(1, chunk.size()) : chunk);
        }
        if (firsts.isEmpty()) {
            left.push(part);
            go();
            return;
        }
        dispatcher.bury(this, firsts, () -> {
            part.chunks.stream().filter(stuck::contains).forEach(chunk -> dispatcher.accepted(chunk.part(0, 1)));
            left.push(Part.first(behind));
            go();
        });
    }

    private void failed(Part tried, Throwable failure) {
        Part part = tried.live();
        if (part.chunks.isEmpty()) {
            go();
            return;
        }
        Steer steer = DeliveryException.steerOf(failure);
        switch (steer) {
            case UNAVAILABLE -> {
                left.push(part.hold());
                dispatcher.retryAfter(this, part.held + 1, failure, this::go);
            }
            case FAILED -> {
                if (mayRetry(part)) {
                    retry(part, failure);
                } else {
                    giveUp(part, failure);
                }
            }
            case REJECTED -> giveUp(part, failure);
            case SPLIT -> {
                if (part.records() > 1) {
                    split(part, false);
                } else if (mayRetry(part)) {
                    retry(part, failure);
                } else {
                    giveUp(part, failure);
                }
            }
            case FATAL -> {
                ended = true;
                dispatcher.fail(failure);
            }
        }
    }

    /** Halves of a failed part get one try each; a single record has all that the policy grants. */
    private boolean mayRetry(Part part) {
        boolean attemptsLeft = policy.maxAttempts() == -1 || part.attempt < policy.maxAttempts();
        return attemptsLeft && !(part.split && part.records() > 1) && !tooOld(part);
    }

    private boolean tooOld(Part part) {
        if (policy.maxAge() == null) {
            return false;
        }
        Instant oldest = dispatcher.now().minus(policy.maxAge());
        return part.chunks.stream()
                .flatMap(chunk -> chunk.records().stream())
                .anyMatch(record -> record.timestamp() >= 0 && record.timestamp() < oldest.toEpochMilli());
    }

    private void retry(Part part, Throwable failure) {
        left.push(part.again());
        dispatcher.retryAfter(this, part.attempt, failure, this::go);
    }

    private void giveUp(Part part, Throwable failure) {
        if (part.records() > 1 && policy.bisect()) {
            split(part, true);
            return;
        }
        if (part.records() == 0) {
            retry(part, failure);
            return;
        }
        List<Answer.Rejection> all = new ArrayList<>();
        for (Chunk chunk : part.chunks) {
            chunk.forEach(record -> all.add(new Answer.Rejection(record, failure)));
        }
        dispatcher.bury(this, all, () -> buried(part));
    }

    /**
     * Dead letters are written. The handler may hold earlier records that are not durable, so it alone can say what may be
     * committed: it is told by an empty batch that its lane goes on behind these.
     */
    private void buried(Part part) {
        List<Chunk> passed = new ArrayList<>();
        for (Chunk chunk : part.chunks) {
            dispatcher.accepted(chunk);
            passed.add(new Chunk(chunk.owner(), List.of(), chunk.nextOffset(), 0));
        }
        left.push(Part.first(passed));
        go();
    }

    /** Puts both halves on the stack, the later one first, so that the earlier one comes first. */
    private void split(Part part, boolean oneTry) {
        int first = part.records() / 2;
        List<Chunk> earlier = new ArrayList<>();
        List<Chunk> later = new ArrayList<>();
        for (Chunk chunk : part.chunks) {
            int cut = Math.min(first, chunk.size());
            first -= cut;
            if (cut > 0) {
                earlier.add(chunk.part(0, cut));
            }
            if (cut < chunk.size() || chunk.size() == 0) {
                later.add(chunk.part(cut, chunk.size()));
            }
        }
        left.push(new Part(later, 1, 0, oneTry));
        left.push(new Part(earlier, 1, 0, oneTry));
        go();
    }
}
