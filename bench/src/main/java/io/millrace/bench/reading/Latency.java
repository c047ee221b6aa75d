package io.millrace.bench.reading;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Time from when a record was due to be sent, which its value says, until it is seen. */
final class Latency implements Probe {

    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final int SIGNIFICANT_DIGITS = 3;

    private final Histogram histogram = new Histogram(LONGEST_NANOS, SIGNIFICANT_DIGITS);
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private final long warmUp;
    private final long total;
    private long seen;

    /**
     * @param warmUp records before the measured ones
     * @param measured records that follow them
     */
    Latency(long warmUp, long measured) {
        this.warmUp = warmUp;
        this.total = warmUp + measured;
    }

    /** The value of a record that is due at this {@link System#nanoTime()}. */
    static byte[] value(long dueNanos, int size) {
        return ByteBuffer.allocate(size).putLong(dueNanos).array();
    }

    @Override
    public void value(byte[] value) {
        if (++seen > warmUp) {
            histogram.recordValue(System.nanoTime() - ByteBuffer.wrap(value).getLong());
        }
    }

    @Override
    public void handed() {
        begun.countDown();
        if (seen >= total) {
            done.countDown();
        }
    }

    /** Waits until the reader reads: until then, what is due would wait for the group to form. */
    void awaitFirst() throws InterruptedException {
        begun.await();
    }

    @Override
    public void await() throws InterruptedException {
        done.await();
    }

    @Override
    public Map<String, Double> figures() {
        return Map.of(
                "p50Millis", histogram.getValueAtPercentile(50) / 1e6,
                "p99Millis", histogram.getValueAtPercentile(99) / 1e6,
                "p999Millis", histogram.getValueAtPercentile(99.9) / 1e6,
                "records", (double) seen);
    }
}
