package io.millrace.node.deployments;

import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/** How fast the counts of a deployment's status grow: over the last ten seconds, sampled about every second. Any thread. */
final class Rates {

    private static final long WINDOW_MS = 10_000;

    private record Sample(long atMs, long records, long bytes) {}

    private final Deque<Sample> samples = new ArrayDeque<>();

    /** @param details of a status; counts it does not have are zero */
    synchronized void sample(long nowMs, JsonObject details) {
        samples.addLast(new Sample(nowMs, count(details, "records"), count(details, "bytes")));
        while (samples.peekFirst().atMs < nowMs - WINDOW_MS) {
            samples.removeFirst();
        }
    }

    private static long count(JsonObject details, String name) {
        return details.getValue(name) instanceof Number number ? number.longValue() : 0;
    }

    /** Per second; empty before the second sample. */
    synchronized Map<String, Double> perSecond() {
        if (samples.size() < 2) {
            return Map.of();
        }
        Sample first = samples.peekFirst();
        Sample last = samples.peekLast();
        double seconds = Math.max(1, last.atMs - first.atMs) / 1000.0;
        return Map.of(
                "records", Math.max(0, last.records - first.records) / seconds,
                "bytes", Math.max(0, last.bytes - first.bytes) / seconds);
    }
}
