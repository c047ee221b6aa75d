package io.millrace.bench.sinking;

import io.millrace.bench.broker.BrokerProcess;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How a group gets through a topic, seen from outside: what it has committed, and the CPU that its process has used by then. */
final class Passage {

    private static final long LOOK_EVERY_MS = 50;

    private final BrokerProcess broker;
    private final String group;
    private final long pid;

    Passage(BrokerProcess broker, String group, long pid) {
        this.broker = broker;
        this.group = group;
        this.pid = pid;
    }

    /**
     * Waits until all is committed.
     *
     * @param warmUp records before the measured ones
     * @param total records with them
     */
    Map<String, Double> measure(long warmUp, long total, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        Moment begin = null;
        while (true) {
            Moment now = new Moment(broker.committed(group), System.nanoTime(), cpu());
            if (begin == null && now.records >= warmUp) {
                begin = now;
            }
            if (now.records == total) {
                double records = now.records - begin.records;
                return Map.of(
                        "recordsPerCpuSecond",
                                records / now.cpu.minus(begin.cpu).toNanos() * 1e9,
                        "recordsPerSecond", records / (now.nanos - begin.nanos) * 1e9);
            }
            if (now.nanos - deadline > 0) {
                throw new IllegalStateException(
                        group + " committed " + now.records + " of " + total + " records in " + atMost);
            }
            rest();
        }
    }

    private Duration cpu() {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow(() -> new IllegalStateException("process " + pid + " has ended"));
    }

    private static void rest() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private record Moment(long records, long nanos, Duration cpu) {}
}
