package io.millrace.cli;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waiting for something that only tells when it is asked. */
public final class Poll {

    private static final long EVERY_MS = 200;

    private Poll() {}

    /**
     * Asks until it holds; the calling thread waits in between.
     *
     * @return false when it did not hold within {@code patience}
     */
    public static boolean until(BooleanSupplier condition, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline || new Semaphore(0).tryAcquire(EVERY_MS, TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return true;
    }
}
