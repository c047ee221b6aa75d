package io.millrace.node.topics;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.Suggestion;
import io.millrace.api.problem.Where;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.TopicConfig;

/** Names of Kafka's topic settings. */
final class TopicConfigNames {

    /** The constants of Kafka's {@link TopicConfig}. */
    private static final Set<String> KNOWN = Arrays.stream(TopicConfig.class.getFields())
            .filter(field -> field.getName().endsWith("_CONFIG"))
            .map(TopicConfigNames::value)
            .collect(Collectors.toCollection(TreeSet::new));

    private TopicConfigNames() {}

    /** By name, what is wrong with those that Kafka does not know. */
    static Map<String, Problem> unknown(Map<String, String> config) {
        Map<String, Problem> problems = new TreeMap<>();
        for (String name : config.keySet()) {
            if (!KNOWN.contains(name)) {
                problems.put(
                        name,
                        Problem.user(
                                "unknown-setting",
                                "Kafka has no topic setting " + name + ".",
                                Where.path("config." + name),
                                Suggestion.mend(name, KNOWN)));
            }
        }
        return problems;
    }

    private static String value(Field constant) {
        try {
            return (String) constant.get(null);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
