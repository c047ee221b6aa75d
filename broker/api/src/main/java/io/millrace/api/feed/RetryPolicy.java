package io.millrace.api.feed;

import java.time.Duration;

/**
 * What happens to a delivery that failed.
 *
 * @param maxAttempts tries of the same records before they are given up; -1 for endless
 * @param maxAge records older than this (by their timestamp) are not tried again; null for no limit
 * @param firstBackoff wait before the second try; doubles from there, with jitter of ± 50 %
 * @param maxBackoff upper end of the wait
 * @param bisect true: before giving up, split the records in halves and try each, so that only bad ones are given up; the
 *     splitting uses up no attempts
 */
public record RetryPolicy(
        int maxAttempts, Duration maxAge, Duration firstBackoff, Duration maxBackoff, boolean bisect) {

    /** Ten tries from 200 ms to 30 s, then bisect. */
    public static final RetryPolicy DEFAULT =
            new RetryPolicy(10, null, Duration.ofMillis(200), Duration.ofSeconds(30), true);

    public RetryPolicy {
        if (maxAttempts == 0 || maxAttempts < -1) {
            throw new IllegalArgumentException("maxAttempts is -1 or at least 1: " + maxAttempts);
        }
    }
}
