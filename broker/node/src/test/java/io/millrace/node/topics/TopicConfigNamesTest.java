package io.millrace.node.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.problem.Problem;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicConfigNamesTest {

    @Test
    void knowsKafkasNames() {
        assertThat(TopicConfigNames.unknown(
                        Map.of("retention.ms", "-1", "max.message.bytes", "10485760", "cleanup.policy", "compact")))
                .isEmpty();
    }

    @Test
    void tellsEveryUnknownNameWithASuggestion() {
        Map<String, Problem> problems =
                TopicConfigNames.unknown(Map.of("retention.sm", "-1", "num.partitions", "4", "segment.bytes", "1"));
        assertThat(problems).containsOnlyKeys("num.partitions", "retention.sm");
        assertThat(problems.get("retention.sm").code()).isEqualTo("unknown-setting");
        assertThat(problems.get("retention.sm").what()).contains("retention.sm");
        assertThat(problems.get("retention.sm").mend()).contains("retention.ms");
    }
}
