package io.millrace.node.connectors;

import io.millrace.api.connector.ProducedRecord;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.Where;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Records that were older when they were written than their topic keeps any: the broker removes them without a word, which nobody
 * wants who replays what happened years ago. Counted on the source's context, told on any thread.
 */
final class Outdated {

    private final InstantSource clock;
    private final Map<String, Seen> seen = new ConcurrentSkipListMap<>();

    Outdated(InstantSource clock) {
        this.clock = clock;
    }

    /** @return true when these are the first */
    boolean count(List<ProducedRecord> written, TopicLimits limits) {
        boolean none = seen.isEmpty();
        long now = clock.millis();
        for (ProducedRecord record : written) {
            long keptMs = limits.of(record.topic()).keptMs();
            if (record.timestampMs() != null && keptMs >= 0 && record.timestampMs() < now - keptMs) {
                seen.merge(record.topic(), new Seen(1, record.timestampMs(), keptMs), Seen::and);
            }
        }
        return none && !seen.isEmpty();
    }

    /** One a topic. */
    List<Problem> problems() {
        return seen.entrySet().stream()
                .map(topic -> topic.getValue().problem(topic.getKey()))
                .toList();
    }

    private record Seen(long records, long oldestMs, long keptMs) {

        Seen and(Seen later) {
            return new Seen(records + later.records, Math.min(oldestMs, later.oldestMs), later.keptMs);
        }

        Problem problem(String topic) {
            return Problem.user(
                    "older-than-retention",
                    "Of the records written to the topic " + topic + ", " + records
                            + " are older by their timestamps (the oldest is of " + Instant.ofEpochMilli(oldestMs)
                            + ") than it keeps any (retention.ms=" + keptMs + "): the broker removes them.",
                    Where.path("config.topic"),
                    "Set retention.ms: -1 in the config of Topic " + topic
                            + ", then delete this connector and apply it again if records are gone.");
        }
    }
}
