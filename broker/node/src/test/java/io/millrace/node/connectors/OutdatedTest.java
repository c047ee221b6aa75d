package io.millrace.node.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.connector.ProducedRecord;
import io.millrace.api.problem.Problem;
import io.millrace.node.connectors.TopicLimits.Limit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutdatedTest {

    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
    private static final long WEEK = Duration.ofDays(7).toMillis();
    private static final TopicLimits LIMITS =
            new TopicLimits(Map.of("week", new Limit(1000, WEEK), "ever", new Limit(1000, TopicLimits.EVER)));

    private final Outdated outdated = new Outdated(() -> NOW);

    @Test
    void countsWhatIsOlderThanItsTopicKeeps() {
        assertThat(outdated.count(
                        List.of(record("week", "2020-01-02T03:04:05Z"), record("week", "2026-02-28T00:00:00Z")),
                        LIMITS))
                .isTrue();
        assertThat(outdated.count(List.of(record("week", "2021-01-01T00:00:00Z")), LIMITS))
                .isFalse();

        assertThat(outdated.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo("older-than-retention");
            assertThat(problem.what())
                    .contains("topic week, 2 are older", "2020-01-02T03:04:05Z", "retention.ms=604800000");
            assertThat(problem.mend()).contains("retention.ms: -1").contains("Topic week");
        });
    }

    @Test
    void saysNothingOfRecordsThatStay() {
        ProducedRecord timeless = new ProducedRecord("week", null, null, null, new byte[0], List.of());

        assertThat(outdated.count(
                        List.of(
                                timeless,
                                record("week", "2026-02-22T00:00:00Z"),
                                record("ever", "1970-01-01T00:00:00Z"),
                                record("not asked for", "1970-01-01T00:00:00Z")),
                        LIMITS))
                .isFalse();

        assertThat(outdated.problems()).isEmpty();
    }

    @Test
    void tellsOfEachTopic() {
        TopicLimits limits = new TopicLimits(Map.of("b", new Limit(1000, WEEK), "a", new Limit(1000, 0)));

        outdated.count(List.of(record("b", "2020-01-01T00:00:00Z"), record("a", "2026-02-28T23:59:59Z")), limits);

        assertThat(outdated.problems())
                .extracting(Problem::mend)
                .satisfiesExactly(
                        first -> assertThat(first).contains("Topic a"),
                        second -> assertThat(second).contains("Topic b"));
    }

    private static ProducedRecord record(String topic, String time) {
        return new ProducedRecord(topic, null, Instant.parse(time).toEpochMilli(), null, new byte[0], List.of());
    }
}
