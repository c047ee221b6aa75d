package io.millrace.node.topics;

import io.millrace.api.settings.InvalidSetting;
import io.millrace.api.settings.Setting;
import java.util.Map;

/**
 * What a user writes of a topic.
 *
 * @param partitions can be raised later, never lowered
 * @param replicationFactor -1 for the broker's default; cannot be changed later
 * @param config Kafka's topic settings, by Kafka's names
 */
public record TopicSettings(
        @Setting(value = "Number of partitions; can only be raised.", defaultValue = "1", min = 1, max = 100_000)
        int partitions,

        @Setting(
                value = "Copies of each partition, on as many brokers; -1 takes the broker's default.",
                defaultValue = "-1",
                min = -1,
                max = Short.MAX_VALUE)
        int replicationFactor,

        @Setting(value = "Kafka's topic settings, by Kafka's names.", example = "{retention.ms: -1}")
        Map<String, String> config) {

    public TopicSettings {
        if (replicationFactor == 0) {
            throw new InvalidSetting(
                    "replicationFactor",
                    "a topic has at least one copy, not 0.",
                    "Write 1 or more, or -1 for the broker's default.");
        }
        config = Map.copyOf(config);
    }
}
