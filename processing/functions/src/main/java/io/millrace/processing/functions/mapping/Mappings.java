package io.millrace.processing.functions.mapping;

import io.millrace.api.deployment.DeploymentContext;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.Suggestion;
import io.millrace.api.problem.Where;
import io.millrace.api.store.ObjectStore;
import io.millrace.processing.functions.mapping.MappingSettings.Filter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The mappings of a function together: what they are called, and what is wrong with them. */
public final class Mappings {

    private Mappings() {}

    /** One for each entry, not yet started. */
    public static List<Mapping> of(List<MappingSettings> events, MappedFunction function) {
        List<String> groups = groups(events, function.context().group());
        List<Mapping> mappings = new ArrayList<>();
        for (MappingSettings settings : events) {
            mappings.add(new Mapping(settings, groups.get(mappings.size()), function));
        }
        return mappings;
    }

    /** The groups that are the function's own, to be forgotten with it; one that the user has named stays. */
    public static List<String> ownGroups(List<MappingSettings> events, DeploymentContext<?> context) {
        List<String> groups = new ArrayList<>(groups(events, context.group()));
        events.stream().map(MappingSettings::consumerGroupId).forEach(groups::remove);
        return groups;
    }

    /**
     * The consumer group of each entry. It is named after the entry's first topic, so that entries may change places, and come and
     * go, without one going on where another was.
     *
     * @param function the function's group
     */
    static List<String> groups(List<MappingSettings> events, String function) {
        Map<String, Integer> seen = new HashMap<>();
        List<String> groups = new ArrayList<>();
        for (MappingSettings settings : events) {
            String own = function + "." + settings.topics().get(0);
            int nth = seen.merge(own, 1, Integer::sum);
            String asked = settings.consumerGroupId();
            groups.add(asked != null ? asked : nth == 1 ? own : own + "." + nth);
        }
        return groups;
    }

    /** What the user should know of settings that are taken: by path, a sentence. */
    public static Map<String, String> warnings(List<MappingSettings> events, String path) {
        Map<String, String> warnings = new LinkedHashMap<>();
        for (int i = 0; i < events.size(); i++) {
            String entry = path + "[" + i + "].";
            events.get(i).warnings().forEach((setting, sentence) -> warnings.put(entry + setting, sentence));
        }
        return warnings;
    }

    /**
     * What the settings alone do not tell: topics that are not there, patterns that do not parse, destinations that cannot be one,
     * topics that would be read again. Must not block.
     *
     * @param path of the list in the definition: {@code events}
     * @param output topic of return values; null for none
     * @param present names of the topics that are there
     * @param stores by scheme
     */
    public static List<Problem> validate(
            List<MappingSettings> events,
            String path,
            String output,
            Set<String> present,
            Function<String, Optional<ObjectStore>> stores) {
        List<Problem> problems = new ArrayList<>();
        Set<String> groups = new HashSet<>();
        for (int i = 0; i < events.size(); i++) {
            MappingSettings settings = events.get(i);
            String entry = path + "[" + i + "]";
            problems.addAll(missingTopics(settings, entry, present));
            problems.addAll(wrongPatterns(settings, entry));
            if (settings.destination() != null) {
                Where where = Where.path(entry + ".destinationConfig.onFailure.destination");
                FailureDestination.check(settings.destination(), settings.topics(), stores.apply("s3"), where)
                        .ifPresent(problems::add);
            }
            if (settings.consumerGroupId() != null && !groups.add(settings.consumerGroupId())) {
                problems.add(Problem.user(
                        "doubled-group",
                        "two mappings have the consumerGroupId " + settings.consumerGroupId() + ".",
                        Where.path(entry),
                        "Give each a group of its own."));
            }
            if (output != null) {
                checkOutput(output, settings, entry).ifPresent(problems::add);
            }
        }
        return problems;
    }

    private static List<Problem> missingTopics(MappingSettings settings, String entry, Set<String> present) {
        return settings.topics().stream()
                .filter(topic -> !present.contains(topic))
                .map(topic -> Problem.user(
                        "unknown-topic",
                        "The topic " + topic + " does not exist.",
                        Where.path(entry + ".topics"),
                        Suggestion.nearest(topic, present)
                                        .map(near -> "Write " + near + ", or add")
                                        .orElse("Add")
                                + " a document with kind: Topic and name: " + topic + "."))
                .toList();
    }

    private static List<Problem> wrongPatterns(MappingSettings settings, String entry) {
        List<Problem> problems = new ArrayList<>();
        List<Filter> filters = settings.filters();
        for (int i = 0; i < filters.size(); i++) {
            Where where = Where.path(entry + ".filterCriteria.filters[" + i + "].pattern");
            FilterPattern.check(filters.get(i).pattern(), where).ifPresent(problems::add);
        }
        return problems;
    }

    private static Optional<Problem> checkOutput(String output, MappingSettings settings, String entry) {
        if (settings.topics().contains(output)) {
            return Optional.of(Problem.user(
                    "endless-output",
                    "what the function returns would be read again: the output's topic is a topic of the mapping.",
                    Where.path(entry + ".topics"),
                    "Name another topic for the output."));
        }
        if (settings.reportsItemFailures()) {
            return Optional.of(Problem.user(
                    "doubled-answer",
                    "an answer cannot be both the output and a report of item failures.",
                    Where.path(entry + ".functionResponseTypes"),
                    "Remove ReportBatchItemFailures or the function's output."));
        }
        return Optional.empty();
    }
}
