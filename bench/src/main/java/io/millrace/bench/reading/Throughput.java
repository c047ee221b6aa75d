package io.millrace.bench.reading;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.ToLongFunction;

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
        return together(List.of(this));
    }

    /** The figures of several, as one long measurement. */
    static Map<String, Double> together(List<Throughput> probes) {
        double records = sum(probes, probe -> probe.end.seen - probe.begin.seen);
        double nanos = sum(probes, probe -> probe.end.nanos - probe.begin.nanos);
        double cpuNanos = sum(probes, probe -> probe.end.cpuNanos - probe.begin.cpuNanos);
        return Map.of(
                "recordsPerSecond", records / nanos * 1e9,
                "cpuMicrosPerRecord", cpuNanos / records / 1e3,
                "records", sum(probes, probe -> probe.seen),
                "bytes", sum(probes, probe -> probe.bytes),
                "lastBytes", sum(probes, probe -> probe.lastBytes));
    }

    private static double sum(List<Throughput> probes, ToLongFunction<Throughput> figure) {
        return probes.stream().mapToLong(figure).sum();
    }

    private record Moment(long seen, long nanos, long cpuNanos) {
        static Moment now(long seen) {
            return new Moment(seen, System.nanoTime(), SYSTEM.getProcessCpuTime());
        }
    }
}
