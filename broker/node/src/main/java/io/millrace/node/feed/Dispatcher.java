package io.millrace.node.feed;

import io.millrace.api.feed.Answer.Rejection;
import io.millrace.api.feed.DeadLetters;
import io.millrace.api.feed.DeliveryException;
import io.millrace.api.feed.DeliveryException.Steer;
import io.millrace.api.feed.FeedSpec;
import io.millrace.api.feed.FeedSpec.Shape;
import io.millrace.api.feed.RecordHandler;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The context's side of a member: opens and closes lanes, cuts what waits into deliveries, and runs them.
 *
 * <p>Everything private to it happens on its context; the methods that the poll thread calls say so.
 */
final class Dispatcher {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    static final long TICK_MS = 100;

    private final FeedSetup setup;
    private final FeedSpec spec;
    private final Context context;
    private final RecordHandler handler;
    private final Set<FeedLane> lanes = new LinkedHashSet<>();
    private final Set<FeedLane> troubled = new LinkedHashSet<>();
    private final Trampoline dispatching = new Trampoline(this::handOver);
    private PollLoop polls;
    private boolean ticking;
    private boolean paused;
    private boolean failed;

    Dispatcher(FeedSetup setup, Context context, RecordHandler handler) {
        this.setup = setup;
        this.spec = setup.spec();
        this.context = context;
        this.handler = handler;
    }

    /** Before anything else: the other side. */
    void connect(PollLoop loop) {
        polls = loop;
    }

    Instant now() {
        return setup.clock().instant();
    }

    // ---- from the poll thread

    /** A partition was assigned, or its lane replaced: opens it. */
    void open(FeedLane lane, long delayMs) {
        context.runOnContext(v -> {
            if (delayMs > 0) {
                setup.vertx().setTimer(delayMs, timer -> open(lane));
            } else {
                open(lane);
            }
        });
    }

    /** Records were fetched, in the order of their offsets. */
    void offer(List<Chunk> chunks) {
        context.runOnContext(v -> {
            long now = setup.clock().millis();
            for (Chunk chunk : chunks) {
                if (!chunk.owner().fenced()) {
                    chunk.owner().offer(chunk, now);
                }
            }
            dispatch();
        });
    }

    /** Completes when the handler has given the lane up; with {@code flush}, after what it was asked last. */
    Future<Void> close(FeedLane lane, boolean flush) {
        Promise<Void> closed = Promise.promise();
        context.runOnContext(v -> {
            boolean wasOpen = lane.open;
            lane.open = false;
            lane.drop();
            lanes.remove(lane);
            troubled.remove(lane);
            setup.troubles().clear(lane.partition);
            Future<Void> answered = flush && lane.run != null ? lane.run.idle() : Future.succeededFuture();
            answered.onComplete(idle -> {
                if (wasOpen) {
                    ask(() -> handler.close(lane, flush), (done, failure) -> {
                        if (failure != null) {
                            LOG.atWarn()
                                    .addKeyValue("deployment", setup.deployment())
                                    .addKeyValue("partition", lane.partition)
                                    .addKeyValue("error", failure.toString())
                                    .log("a lane closed with an error; what is not durable will be read again");
                        }
                        closed.tryComplete();
                    });
                } else {
                    closed.tryComplete();
                }
            });
        });
        return closed.future();
    }

    void pause(boolean on) {
        context.runOnContext(v -> {
            paused = on;
            dispatch();
        });
    }

    void tick() {
        context.runOnContext(v -> {
            forgetPastTroubles();
            if (!ticking && !failed) {
                ticking = true;
                ask(() -> handler.tick(now()), (done, failure) -> {
                    ticking = false;
                    if (failure != null) {
                        trouble("tick", failure);
                    } else {
                        setup.troubles().clear("tick");
                    }
                    dispatch();
                });
            }
        });
    }

    // ---- lanes

    private void open(FeedLane lane) {
        if (lane.fenced() || failed) {
            return;
        }
        Supplier<Future<Long>> opening =
                () -> setup.topicIds().apply(lane.partition.topic()).compose(id -> {
                    lane.topicId(id);
                    return handler.open(lane, lane.committedAtOpen);
                });
        ask(opening, (offset, failure) -> {
            if (lane.fenced()) {
                return;
            }
            if (failure == null) {
                lane.open = true;
                lanes.add(lane);
                polls.startAt(lane, offset);
            } else if (!trouble(lane.partition, failure)) {
                troubled.add(lane);
                lane.openings++;
                setup.vertx().setTimer(setup.backoff().millisAfter(lane.openings), timer -> open(lane));
            }
        });
    }

    /** A handler asked for a fresh start, on any thread; the lane is fenced already. */
    void reopen(FeedLane lane, Throwable cause) {
        context.runOnContext(v -> {
            lane.open = false;
            lane.drop();
            lanes.remove(lane);
            if (!trouble(lane.partition, cause)) {
                FeedLane next = lane.next();
                troubled.add(next);
                polls.replace(lane, next, setup.backoff().millisAfter(next.openings));
            }
        });
    }

    private void forgetPastTroubles() {
        troubled.removeIf(lane -> {
            boolean past = lane.proven();
            if (past) {
                setup.troubles().clear(lane.partition);
            }
            return past;
        });
    }

    // ---- deliveries

    private void dispatch() {
        dispatching.run();
    }

    private void handOver() {
        if (paused || failed) {
            return;
        }
        if (spec.shape().manyPartitions()) {
            for (List<FeedLane> ready = ready(); due(ready) && !failed; ready = ready()) {
                run(takeAcross(ready));
            }
        } else {
            for (FeedLane lane : ready()) {
                if (due(Collections.singleton(lane))) {
                    Shape shape = spec.shape();
                    run(List.of(lane.take(
                            shape.maxRecords(),
                            shape.maxBytes().bytes(),
                            setup.clock().millis())));
                }
            }
        }
    }

    private List<FeedLane> ready() {
        return lanes.stream().filter(FeedLane::ready).toList();
    }

    private boolean due(Collection<FeedLane> ready) {
        if (ready.isEmpty()) {
            return false;
        }
        Shape shape = spec.shape();
        if (shape.maxWait().isZero()) {
            return true;
        }
        long oldest = ready.stream().mapToLong(FeedLane::waitingSinceMs).min().orElseThrow();
        return oldest + shape.maxWait().toMillis() <= setup.clock().millis()
                || ready.stream().mapToInt(FeedLane::waitingRecords).sum() >= shape.maxRecords()
                || ready.stream().mapToLong(FeedLane::waitingBytes).sum()
                        >= shape.maxBytes().bytes();
    }

    /** Takes from one lane after another; those that were served go to the end of the order. */
    private List<Chunk> takeAcross(List<FeedLane> ready) {
        List<Chunk> taken = new ArrayList<>();
        int records = spec.shape().maxRecords();
        long bytes = spec.shape().maxBytes().bytes();
        for (FeedLane lane : ready) {
            if (records <= 0 || bytes <= 0) {
                break;
            }
            Chunk chunk = lane.take(records, bytes, setup.clock().millis());
            records -= chunk.size();
            bytes -= chunk.bytes();
            taken.add(chunk);
            lanes.remove(lane);
            lanes.add(lane);
        }
        return taken;
    }

    private void run(List<Chunk> chunks) {
        DeliveryRun run = new DeliveryRun(this, handler, spec.retry(), chunks);
        chunks.forEach(chunk -> chunk.owner().run = run);
        run.go();
    }

    // ---- what a run asks for

    /** Calls the handler and hears the answer on this context, whatever thread it comes on. */
    <T> void ask(Supplier<Future<T>> question, BiConsumer<T, Throwable> answer) {
        Future<T> future;
        try {
            future = question.get();
        } catch (RuntimeException thrown) {
            future = Future.failedFuture(thrown);
        }
        future.onComplete(result -> {
            if (Vertx.currentContext() == context) {
                answer.accept(result.result(), result.cause());
            } else {
                context.runOnContext(v -> answer.accept(result.result(), result.cause()));
            }
        });
    }

    void accepted(Chunk chunk) {
        chunk.owner().accepted(chunk);
        setup.meters().records.increment(chunk.size());
        setup.meters().bytes.increment((double) chunk.bytes());
    }

    /** A delivery was accepted: whatever held it up is over. */
    void flowing(DeliveryRun run) {
        setup.troubles().clear(run);
    }

    void finished(DeliveryRun run) {
        setup.meters().deliveries.record(run.nanos(), TimeUnit.NANOSECONDS);
        for (FeedLane lane : lanes) {
            if (lane.run == run) {
                lane.run = null;
            }
        }
        dispatch();
    }

    /** A run has nothing more to do with these lanes, though it goes on with others. */
    void letGo(List<FeedLane> over) {
        over.forEach(lane -> lane.run = null);
        dispatch();
    }

    void retryAfter(DeliveryRun run, int attempt, Throwable failure, Runnable again) {
        setup.meters().retries.increment();
        if (!trouble(run, failure)) {
            long least = failure instanceof DeliveryException told
                    ? told.leastWait().map(java.time.Duration::toMillis).orElse(0L)
                    : 0;
            setup.vertx().setTimer(Math.max(least, setup.backoff().millisAfter(attempt)), timer -> again.run());
        }
    }

    /** Sees to it that these are dead letters, then goes on; or stops the feed where that is the policy. */
    void bury(DeliveryRun run, List<Rejection> rejections, Runnable then) {
        bury(run, rejections, 1, then);
    }

    private void bury(DeliveryRun run, List<Rejection> rejections, int attempt, Runnable then) {
        Rejection first = rejections.get(0);
        if (spec.deadLetters().policy() == DeadLetters.Policy.STOP) {
            fail(DeliveryException.fatal(
                    "the record " + first.record().topic() + "-"
                            + first.record().partition() + " at offset "
                            + first.record().offset() + " cannot be taken: "
                            + first.cause().getMessage(),
                    first.cause()));
            return;
        }
        ask(() -> written(rejections), (done, failure) -> {
            if (failure == null) {
                setup.meters().deadLetters.increment(rejections.size());
                setup.troubles().clear(run);
                then.run();
            } else {
                DeliveryException unavailable = DeliveryException.unavailable(
                        "records that are given up cannot be kept: " + failure.getMessage(), failure);
                retryAfter(run, attempt, unavailable, () -> bury(run, rejections, attempt + 1, then));
            }
        });
    }

    private Future<Void> written(List<Rejection> rejections) {
        return switch (spec.deadLetters().policy()) {
            case TOPIC -> setup.deadLetters().write(rejections);
            case SKIP -> skip(rejections);
            case HANDLER -> handler.bury(rejections);
            case STOP -> throw new IllegalStateException("a feed that stops buries nothing");
        };
    }

    private Future<Void> skip(List<Rejection> rejections) {
        for (Rejection rejection : rejections) {
            LOG.atWarn()
                    .addKeyValue("topic", rejection.record().topic())
                    .addKeyValue("partition", rejection.record().partition())
                    .addKeyValue("offset", rejection.record().offset())
                    .addKeyValue("error", rejection.cause().getMessage())
                    .log("record skipped");
        }
        return Future.succeededFuture();
    }

    // ---- troubles

    /** Shows what holds the feed up; a fatal one ends it, and then the answer is true. */
    private boolean trouble(Object about, Throwable failure) {
        if (DeliveryException.steerOf(failure) == Steer.FATAL) {
            fail(failure);
            return true;
        }
        if (setup.troubles().add(about, Troubles.problem(failure))) {
            LOG.atWarn()
                    .addKeyValue("deployment", setup.deployment())
                    .addKeyValue("error", failure.toString())
                    .setCause(setup.troubles().isDefect(about) ? failure : null)
                    .log("held up, trying again");
        }
        return false;
    }

    /** Nothing is handed over any more; the member ends. */
    void fail(Throwable failure) {
        if (!failed) {
            failed = true;
            polls.fail(Troubles.problem(failure));
        }
    }
}
