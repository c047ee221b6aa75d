package io.millrace.node.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.feed.DeadLetters;
import io.millrace.api.feed.DeadLetters.Policy;
import io.millrace.api.feed.FeedSpec.Start;
import io.millrace.api.feed.RetryPolicy;
import io.millrace.api.settings.InvalidSetting;
import io.millrace.node.connectors.ConnectSettings.Tolerance;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectSettingsTest {

    @Test
    void hasDeadLettersUnlessToldOtherwise() {
        assertThat(errors(null, null)).isEqualTo(new DeadLetters(Policy.TOPIC, "files-dead-letters", true));
        assertThat(errors(null, "lost")).isEqualTo(new DeadLetters(Policy.TOPIC, "lost", true));
        assertThat(errors(Tolerance.ALL, "lost")).isEqualTo(new DeadLetters(Policy.TOPIC, "lost", true));
        assertThat(errors(Tolerance.ALL, null).policy()).isEqualTo(Policy.SKIP);
        assertThat(errors(Tolerance.NONE, "lost").policy()).isEqualTo(Policy.STOP);
    }

    @ParameterizedTest
    @CsvSource({"-1, 30000, -1", "0, 30000, 1", "200, 30000, 2", "1399, 30000, 3", "1400, 30000, 4", "1000, 100, 11"})
    void retriesForAsLongAsConnectWould(long timeoutMs, long delayMaxMs, int attempts) {
        assertThat(settings(Map.of(), timeoutMs, delayMaxMs).retry().maxAttempts())
                .isEqualTo(attempts);
    }

    @Test
    void retriesAsEveryFeedWhenNothingIsSet() {
        assertThat(settings(Map.of(), null, 30_000).retry()).isEqualTo(RetryPolicy.DEFAULT);
    }

    @Test
    void beginsAtTheEarliestRecordUnlessToldOtherwise() {
        assertThat(settings(Map.of(), null, 1).start()).isEqualTo(Start.EARLIEST);
        assertThat(settings(Map.of("auto.offset.reset", "latest"), null, 1).start())
                .isEqualTo(Start.LATEST);
        assertThatThrownBy(() -> settings(Map.of("auto.offset.reset", "none"), null, 1))
                .isInstanceOfSatisfying(
                        InvalidSetting.class,
                        refused -> assertThat(refused.key()).isEqualTo("consumer.override.auto.offset.reset"));
    }

    private static DeadLetters errors(Tolerance tolerance, String topic) {
        return new ConnectSettings(
                        null, "FileSink", 1, List.of("a"), null, tolerance, topic, true, null, 1, Map.of(), Map.of())
                .deadLetters("files");
    }

    private static ConnectSettings settings(Map<String, String> consumer, Long timeoutMs, long delayMaxMs) {
        return new ConnectSettings(
                null, "FileSink", 1, List.of("a"), null, null, null, true, timeoutMs, delayMaxMs, consumer, Map.of());
    }
}
