package io.millrace.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ends a reading when the process is asked to end (Ctrl-C), after the line that it is in. */
final class Interruption {

    private static final long LAST_LINE_MS = 1_000;

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook;
    private volatile boolean came;

    /** @param stream closed by the interruption, which ends a read that waits */
    Interruption(InputStream stream) {
        hook = new Thread(() -> end(stream), "interruption");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    boolean came() {
        return came;
    }

    /** The last line is out. */
    void done() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The process ends, and the hook with it.
        }
    }

    private void end(InputStream stream) {
        came = true;
        try {
            stream.close();
            done.await(LAST_LINE_MS, TimeUnit.MILLISECONDS);
        } catch (IOException | InterruptedException ending) {
            // The process ends in any case.
        }
    }
}
