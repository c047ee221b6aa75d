package io.millrace.processing.functions.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.problem.Problem;
import io.millrace.api.store.ObjectStore;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MappingsTest {

    private static final Set<String> PRESENT = Set.of("quakes", "a", "b");

    @Test
    void groupsAreNamedAfterTheFirstTopicUnlessAskedFor() {
        assertThat(Mappings.groups(
                        List.of(
                                Given.settings("topics: [a, b]"),
                                Given.settings("topics: [b]"),
                                Given.settings("topics: [a]"),
                                Given.settings("selfManagedKafkaEventSourceConfig: {consumerGroupId: mine}")),
                        "millrace.default.function.f"))
                .containsExactly(
                        "millrace.default.function.f.a",
                        "millrace.default.function.f.b",
                        "millrace.default.function.f.a.2",
                        "mine");
    }

    @Test
    void tellsAllThatIsWrongWithItsPlace() {
        List<Problem> problems = Mappings.validate(
                List.of(
                        Given.settings(
                                "filterCriteria: {filters: [{pattern: '{\"value\":[1]}'}, {pattern: '{\"value\":'}]}"),
                        Given.settings("""
                                topics: [a, out]
                                destinationConfig: {onFailure: {destination: "kafka://a"}}
                                functionResponseTypes: [ReportBatchItemFailures]
                                """)),
                "events",
                "out",
                PRESENT,
                MappingsTest::none);
        assertThat(problems)
                .extracting(problem -> problem.where().path())
                .containsExactly(
                        "events[0].filterCriteria.filters[1].pattern",
                        "events[1].topics",
                        "events[1].destinationConfig.onFailure.destination",
                        "events[1].topics");
        assertThat(problems.get(1).mend()).contains("kind: Topic and name: out");
    }

    @Test
    void anAnswerCannotBeOutputAndReport() {
        assertThat(Mappings.validate(
                        List.of(Given.settings("functionResponseTypes: [ReportBatchItemFailures]")),
                        "events",
                        "out",
                        PRESENT,
                        MappingsTest::none))
                .extracting(problem -> problem.where().path())
                .containsExactly("events[0].functionResponseTypes");
    }

    @Test
    void twoMappingsCannotShareAGroup() {
        MappingSettings settings = Given.settings("amazonManagedKafkaEventSourceConfig: {consumerGroupId: mine}");
        assertThat(Mappings.validate(List.of(settings, settings), "events", null, PRESENT, MappingsTest::none))
                .extracting(Problem::code)
                .containsExactly("doubled-group");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:sqs:us-east-1:123456789012:queue",
                "arn:aws:sns:us-east-1:123456789012:topic",
                "arn:aws:s3:::Bucket",
                "arn:aws:s3:::bucket",
                "kafka://",
                "kafka://a topic",
                "quakes-failed"
            })
    void refusesDestinations(String destination) {
        MappingSettings settings =
                Given.settings("destinationConfig: {onFailure: {destination: '" + destination + "'}}");
        assertThat(Mappings.validate(List.of(settings), "events", null, PRESENT, MappingsTest::none))
                .extracting(Problem::code)
                .containsExactly("invalid-destination");
    }

    private static Optional<ObjectStore> none(String scheme) {
        return Optional.empty();
    }
}
