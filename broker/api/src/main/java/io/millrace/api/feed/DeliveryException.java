package io.millrace.api.feed;

import java.time.Duration;
import java.util.Optional;

/** A failure that tells the feed what to do next. Any other exception counts as {@link Steer#FAILED}. */
public class DeliveryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What the feed does next. */
    public enum Steer {
        /** Something outside is not there or full: retry for ever with back-off, the lane paused, nothing counted. */
        UNAVAILABLE,
        /** The handler failed on these records: retry as {@link RetryPolicy} says, then bisect or dead-letter. */
        FAILED,
        /** These records will never be taken: bisect or dead-letter without a retry. */
        REJECTED,
        /**
         * They cannot be taken together: each half comes again at once, as if for the first time. A single record counts as {@link
         * #FAILED}.
         */
        SPLIT,
        /** The deployment cannot go on: stop it and show the cause. */
        FATAL
    }

    private final Steer steer;
    private final Duration wait;

    private DeliveryException(Steer steer, String message, Throwable cause, Duration wait) {
        super(message, cause);
        this.steer = steer;
        this.wait = wait;
    }

    public static DeliveryException unavailable(String message, Throwable cause) {
        return new DeliveryException(Steer.UNAVAILABLE, message, cause, null);
    }

    /** @param wait the least time before the next try, as the other side asked for it */
    public static DeliveryException unavailable(String message, Throwable cause, Duration wait) {
        return new DeliveryException(Steer.UNAVAILABLE, message, cause, wait);
    }

    public static DeliveryException failed(String message, Throwable cause) {
        return new DeliveryException(Steer.FAILED, message, cause, null);
    }

    public static DeliveryException rejected(String message, Throwable cause) {
        return new DeliveryException(Steer.REJECTED, message, cause, null);
    }

    public static DeliveryException split(String message, Throwable cause) {
        return new DeliveryException(Steer.SPLIT, message, cause, null);
    }

    public static DeliveryException fatal(String message, Throwable cause) {
        return new DeliveryException(Steer.FATAL, message, cause, null);
    }

    public Steer steer() {
        return steer;
    }

    public Optional<Duration> leastWait() {
        return Optional.ofNullable(wait);
    }

    /** What an arbitrary failure means. */
    public static Steer steerOf(Throwable failure) {
        return failure instanceof DeliveryException told ? told.steer : Steer.FAILED;
    }
}
