package io.millrace.api.feed;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;

/**
 * What consumes the records of a feed: a function's mapping, a sink.
 *
 * <p>All methods are called on one context of the feed (a worker when {@link FeedSpec#blocking()}, else an event loop, which
 * must not be blocked), never two at a time; {@code deliver} is not called for a lane while an earlier delivery of that lane
 * is unanswered. A failed future, or an exception thrown, is a failure: see {@link DeliveryException} for what each leads
 * to.
 */
public interface RecordHandler {

    /**
     * A partition was assigned.
     *
     * @param lane valid until {@code close}
     * @param committedOffset the group's committed offset, or -1 when there is none
     * @return the offset to start from; -1 to let the feed's starting position decide. A handler that keeps no offsets of its
     *     own answers {@code committedOffset}
     */
    default Future<Long> open(Lane lane, long committedOffset) {
        return Future.succeededFuture(committedOffset);
    }

    /** Takes records. Completes when the lanes may hand over more; nothing more of these lanes comes before. */
    Future<Answer> deliver(Delivery delivery);

    /**
     * Keeps records that are given up, under {@link DeadLetters.Policy#HANDLER}. They count as dealt with when the future
     * completes; when it fails, the same are asked for again after a back-off, for ever.
     *
     * @param rejections of one delivery; all that were given up together, in the order of their offsets in each partition
     */
    default Future<Void> bury(List<Answer.Rejection> rejections) {
        return Future.failedFuture(new IllegalStateException("this handler keeps no dead letters"));
    }

    /**
     * Called about every 100 ms, and when the feed stops being paused, for what goes by the clock.
     *
     * @param now of the node's clock
     */
    default Future<Void> tick(Instant now) {
        return Future.succeededFuture();
    }

    /** What it has done with the records so far, for the deployment's status: numbers and texts. Any thread; cheap. */
    default JsonObject progress() {
        return new JsonObject();
    }

    /**
     * The partition is given up. With {@code flush}, make what was accepted durable, as far as that goes, and report it before
     * the future completes: the feed waits up to its deadline and then commits. Without, the partition already belongs to
     * somebody else: drop what is held, write nothing.
     */
    default Future<Void> close(Lane lane, boolean flush) {
        return Future.succeededFuture();
    }
}
