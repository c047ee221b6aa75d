package io.millrace.bench.reading;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Records a second, and this process's CPU time for each. What is read first warms up and is not measured. */
final class Throughput implements Probe {

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final long warmUp;
    private final long total;
    private final CountDownLatch done = new CountDownLatch(1);
    private long seen;
    private long bytes;
    private int lastBytes;
    private Moment begin;
    private Moment end;

    /**
     * @param warmUp records before the measured ones
     * @param measured records that follow them and end the topic
     */
    Throughput(long warmUp, long measured) {
        this.warmUp = warmUp;
        this.total = warmUp + measured;
    }

    @Override
    public void value(byte[] value) {
        seen++;
        bytes += value.length;
        lastBytes ^= value[value.length - 1];
    }

    @Override
    public void handed() {
        if (begin == null && seen >= warmUp) {
            begin = Moment.now(seen);
        }
        if (end == null && seen >= total) {
            end = Moment.now(seen);
            done.countDown();
        }
    }

    @Override
    public void await() throws InterruptedException {
        done.await();
    }

    @Override
    public Map<String, Double> figures() {
        double records = end.seen - begin.seen;
        return Map.of(
                "recordsPerSecond", records / (end.nanos - begin.nanos) * 1e9,
                "cpuMicrosPerRecord", (end.cpuNanos - begin.cpuNanos) / records / 1e3,
                "records", (double) seen,
                "bytes", (double) bytes,
                "lastBytes", (double) lastBytes);
    }

    private record Moment(long seen, long nanos, long cpuNanos) {
        static Moment now(long seen) {
            return new Moment(seen, System.nanoTime(), SYSTEM.getProcessCpuTime());
        }
    }
}
