package io.millrace.bench.broker;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;

/** How a group gets through a topic, seen from outside: what it has committed, and the CPU that its process has used by then. */
public final class Passage {

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final BrokerProcess broker;
    private final String group;
    private final long pid;
    private final Runnable meanwhile;

    public Passage(BrokerProcess broker, String group, long pid) {
        this(broker, group, pid, () -> {});
    }

    /** @param meanwhile done at each look, some twenty times a second */
    public Passage(BrokerProcess broker, String group, long pid, Runnable meanwhile) {
        this.broker = broker;
        this.group = group;
        this.pid = pid;
        this.meanwhile = meanwhile;
    }

    /**
     * Waits until so many are committed.
     *
     * @param warmUp records before the measured ones
     * @param total records with them; the topic may have more
     */
    public Map<String, Double> measure(long warmUp, long total) {
        Moment begin = when(warmUp);
        Moment end = when(total);
        double records = end.records - begin.records;
        return Map.of(
                "recordsPerCpuSecond", records / end.cpu.minus(begin.cpu).toNanos() * 1e9,
                "recordsPerSecond", records / (end.nanos - begin.nanos) * 1e9);
    }

    private Moment when(long committed) {
        return await(group + " has committed " + committed)
                .atMost(LONGEST)
                .pollInterval(LOOK_EVERY)
                .until(this::now, now -> now.records >= committed);
    }

    private Moment now() {
        meanwhile.run();
        return new Moment(broker.committed(group), System.nanoTime(), cpu());
    }

    private Duration cpu() {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow(() -> new IllegalStateException("process " + pid + " has ended"));
    }

    private record Moment(long records, long nanos, Duration cpu) {}
}
