package io.millrace.node.feed;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Waits that double from a first to a longest one, with jitter of ± 50 % so that many do not come back at once.
 *
 * @param first wait before the second try
 * @param longest upper end, before jitter
 * @param random source of the jitter
 */
public record Backoff(Duration first, Duration longest, RandomGenerator random) {

    /**
     * @param attempt the try that failed, from 1
     * @return milliseconds to wait, at least 1
     */
    public long millisAfter(int attempt) {
        double doubled = first.toMillis() * Math.pow(2, Math.min(attempt - 1, 30));
        double jitter = 0.5 + random.nextDouble();
        return Math.max(1, (long) (Math.min(doubled, (double) longest.toMillis()) * jitter));
    }
}
