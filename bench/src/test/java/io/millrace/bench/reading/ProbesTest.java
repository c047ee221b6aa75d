package io.millrace.bench.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ProbesTest {

    @Test
    void throughputCountsEveryByteAndMeasuresWhatFollowsTheWarmUp() throws InterruptedException {
        Throughput probe = new Throughput(10, 20);
        long begin = System.nanoTime();
        show(probe, 10, new byte[5]);
        show(probe, 20, new byte[5]);
        double atLeast = 20 / ((System.nanoTime() - begin) / 1e9);
        probe.await();
        Map<String, Double> figures = probe.figures();
        assertThat(figures).containsEntry("records", 30.0).containsEntry("bytes", 150.0);
        assertThat(figures.get("recordsPerSecond")).isGreaterThan(atLeast);
        assertThat(figures.get("cpuMicrosPerRecord")).isNotNegative();
    }

    @Test
    void latencyIsTakenFromTheTimeARecordWasDueAndNotDuringTheWarmUp() throws InterruptedException {
        Latency probe = new Latency(1, 100);
        show(probe, 1, Latency.value(System.nanoTime() - TimeUnit.SECONDS.toNanos(60), 100));
        show(probe, 100, Latency.value(System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(40), 100));
        probe.await();
        assertThat(probe.figures()).containsEntry("records", 101.0);
        assertThat(probe.figures().get("p50Millis")).isBetween(40.0, 10_000.0);
        assertThat(probe.figures().get("p999Millis")).isLessThan(30_000.0);
    }

    private static void show(Probe probe, int records, byte[] value) {
        for (int i = 0; i < records; i++) {
            probe.value(value);
        }
        probe.handed();
    }
}
