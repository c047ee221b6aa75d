package io.millrace.processing.functions.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.problem.Problem;
import io.millrace.processing.functions.mapping.MappingSettings.StartingPosition;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingSettingsTest {

    @Test
    void hasLambdasDefaults() {
        MappingSettings settings = Given.settings("");
        assertThat(settings.startingPosition()).isEqualTo(StartingPosition.TRIM_HORIZON);
        assertThat(settings.batchSize()).isEqualTo(100);
        assertThat(settings.maximumBatchingWindowInSeconds()).isNull();
        assertThat(settings.enabled()).isTrue();
        assertThat(settings.maximumRecordAgeInSeconds()).isEqualTo(-1);
        assertThat(settings.bisectBatchOnFunctionError()).isFalse();
        assertThat(settings.reportsItemFailures()).isFalse();
        assertThat(settings.attempts()).isEqualTo(-1);
        assertThat(settings.destination()).isNull();
        assertThat(settings.consumerGroupId()).isNull();
        assertThat(settings.warnings()).isEmpty();
    }

    @Test
    void takesEverySettingOfTheApi() {
        MappingSettings settings = Given.settings("""
                topics: [a, b]
                startingPosition: AT_TIMESTAMP
                startingPositionTimestamp: 1517443200.5
                batchSize: 10000
                maximumBatchingWindowInSeconds: 300
                enabled: false
                filterCriteria: {filters: [{pattern: '{"value": ["x"]}'}]}
                destinationConfig: {onFailure: {destination: "kafka://failed"}}
                maximumRetryAttempts: 3
                maximumRecordAgeInSeconds: 604800
                bisectBatchOnFunctionError: true
                functionResponseTypes: [ReportBatchItemFailures]
                selfManagedKafkaEventSourceConfig: {consumerGroupId: mine, consumptionMode: Stream}
                provisionedPollerConfig: {minimumPollers: 2, maximumPollers: 4}
                selfManagedEventSource: {endpoints: {KAFKA_BOOTSTRAP_SERVERS: ["k:9092"]}}
                sourceAccessConfigurations: [{type: BASIC_AUTH, uri: "arn:aws:secretsmanager:x"}]
                """);
        assertThat(settings.startingPositionTimestamp()).isEqualTo(1517443200.5);
        assertThat(settings.filters()).hasSize(1);
        assertThat(settings.destination()).isEqualTo("kafka://failed");
        assertThat(settings.attempts()).isEqualTo(4);
        assertThat(settings.reportsItemFailures()).isTrue();
        assertThat(settings.consumerGroupId()).isEqualTo("mine");
        assertThat(settings.isSelfManaged()).isTrue();
        assertThat(settings.warnings()).containsOnlyKeys("selfManagedEventSource", "sourceAccessConfigurations");
    }

    @Test
    void endlessRetriesAreTenWithADestination() {
        assertThat(Given.settings("destinationConfig: {onFailure: {destination: \"kafka://failed\"}}")
                        .attempts())
                .isEqualTo(11);
    }

    @Test
    void tellsAllThatIsOutOfRangeAtOnce() {
        assertThat(Given.bind("""
                batchSize: 10001
                maximumBatchingWindowInSeconds: 301
                maximumRetryAttempts: -2
                maximumRecordAgeInSeconds: 604801
                provisionedPollerConfig: {minimumPollers: 0, maximumPollers: 201}
                functionResponseTypes: [Nothing]
                """).problems())
                .extracting(problem -> problem.where().path())
                .containsExactly(
                        "batchSize",
                        "maximumBatchingWindowInSeconds",
                        "maximumRetryAttempts",
                        "maximumRecordAgeInSeconds",
                        "provisionedPollerConfig.minimumPollers",
                        "provisionedPollerConfig.maximumPollers",
                        "functionResponseTypes[0]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            topics: []                                                       | topics is empty
            maximumRecordAgeInSeconds: 59                                    | neither -1 nor from 60
            startingPosition: AT_TIMESTAMP                                   | go together
            startingPositionTimestamp: 5                                     | go together
            provisionedPollerConfig: {minimumPollers: 3, maximumPollers: 2}  | more than maximumPollers
            selfManagedKafkaEventSourceConfig: {consumptionMode: Queue}      | share groups
            amazonManagedKafkaEventSourceConfig: {schemaRegistryConfig: {schemaRegistryURI: x}} | schema registry
            amazonManagedKafkaEventSourceConfig: {consumerGroupId: "a b"}    | no consumer group
            destinationConfig: {onFailure: {}}                               | destination is missing
            """)
    void refuses(String yaml, String why) {
        assertThat(Given.bind(yaml).problems())
                .singleElement()
                .extracting(Problem::what)
                .asString()
                .contains(why);
    }

    @Test
    void refusesMoreFiltersThanTheHighestQuota() {
        String filter = "{pattern: '{\"value\": [\"x\"]}'}, ";
        assertThat(Given.bind("filterCriteria: {filters: [" + filter.repeat(11) + "]}")
                        .problems())
                .singleElement()
                .extracting(Problem::what)
                .asString()
                .contains("11 filters");
        assertThat(Given.settings("filterCriteria: {filters: [" + filter.repeat(6) + "]}")
                        .warnings())
                .containsOnlyKeys("filterCriteria");
    }

    @Test
    void namesWhatDoesNotApplyToKafka() {
        List<String> warnings = Given.bind("""
                parallelizationFactor: 2
                tumblingWindowInSeconds: 2
                scalingConfig: {maximumConcurrency: 2}
                queues: [q]
                destinationConfig: {onSuccess: {destination: x}}
                """).warnings();
        assertThat(warnings).hasSize(5);
        assertThat(warnings.get(0)).contains("parallelizationFactor").contains("it is for Kinesis");
    }
}
