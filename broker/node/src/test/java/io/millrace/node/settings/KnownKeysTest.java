package io.millrace.node.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.problem.Problem;
import io.millrace.api.settings.Setting;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KnownKeysTest {

    private final SettingsBinder binder =
            new SettingsBinder(new References(Map.of(), Map.of(), References.Artifacts.NONE), null);

    record Settings(
            @Setting(value = "Consumer.", name = "consumer.override.*")
            Map<String, String> consumer,

            @Setting("Config.") Map<String, String> config) {}

    @Test
    void checksNamesTypesAndRangesOfKafkasConsumers() {
        assertThat(check(KnownKeys.CONSUMER, """
                consumer.override.max.poll.records: 5
                consumer.override.max.pol.records: 5
                consumer.override.fetch.min.bytes: few
                consumer.override.auto.offset.reset: newest
                consumer.override.linger.ms: 5
                consumer.override.sasl.jaas.config: hunter2
                """))
                .containsExactly(
                        "f.yaml:2:36 consumer.override.max.pol.records: there is no setting 'max.pol.records' of"
                                + " Kafka's consumers. Write max.poll.records.",
                        "f.yaml:3:36 consumer.override.fetch.min.bytes: Invalid value few for configuration"
                                + " fetch.min.bytes: Not a number of type INT. Correct the value.",
                        "f.yaml:4:38 consumer.override.auto.offset.reset: Invalid value newest for configuration"
                                + " auto.offset.reset: Invalid value `newest` for configuration auto.offset.reset."
                                + " The value must be either 'earliest', 'latest', 'none' or of the format"
                                + " 'by_duration:<PnDTnHnMn.nS.>'.. Correct the value.",
                        "f.yaml:5:30 consumer.override.linger.ms: there is no setting 'linger.ms' of Kafka's consumers."
                                + " Remove it.");
    }

    @Test
    void checksNamesOfTopicSettings() {
        assertThat(check(KnownKeys.TOPICS, "config: {retention.ms: -1, cleanup.policy: compact, retention.mb: 5}"))
                .containsExactly("f.yaml:1:67 config.retention.mb: there is no setting 'retention.mb' of"
                        + " Kafka's topics. Write retention.ms.");
    }

    @Test
    void takesWhatAnyOfKafkasClientsTakes() {
        assertThat(check(KnownKeys.CLIENTS, "config: {linger.ms: 5, max.poll.records: 5, security.protocol: SSL}"))
                .isEmpty();
        assertThat(check(KnownKeys.PRODUCER, "config: {linger.ms: 5, acks: most}"))
                .hasSize(1);
    }

    private List<String> check(KnownKeys keys, String yaml) {
        Document document = Documents.read(yaml, "f.yaml").documents().get(0);
        return binder
                .bind(document, binding -> {
                    Settings settings = binding.bind(Settings.class);
                    keys.check(settings.consumer(), binding, "consumer.override.");
                    keys.check(settings.config(), binding.at("config"), "");
                    return settings;
                })
                .problems()
                .stream()
                .map(Problem::toString)
                .toList();
    }
}
