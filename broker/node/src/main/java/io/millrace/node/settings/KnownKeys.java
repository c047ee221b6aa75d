package io.millrace.node.settings;

import io.millrace.api.deployment.Binding;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.Suggestion;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Names that a map of foreign settings may have, such as Kafka's own under {@code kafka.client} or {@code consumer.override.*}:
 * checked when they are bound, since Kafka itself only logs what it does not know.
 */
public final class KnownKeys {

    /** What {@code consumer.override.*} takes. */
    public static final KnownKeys CONSUMER = of("Kafka's consumers", ConsumerConfig.configDef());

    /** What {@code producer.override.*} takes. */
    public static final KnownKeys PRODUCER = of("Kafka's producers", ProducerConfig.configDef());

    /** What a map for several of Kafka's clients takes. */
    public static final KnownKeys CLIENTS = of(
            "Kafka's clients", ConsumerConfig.configDef(), ProducerConfig.configDef(), AdminClientConfig.configDef());

    /** What the {@code config} of a topic takes. */
    public static final KnownKeys TOPICS = of("Kafka's topics", topicSettings());

    private final String owner;
    private final Set<String> names;
    private final List<ConfigDef> definitions;

    private KnownKeys(String owner, Set<String> names, List<ConfigDef> definitions) {
        this.owner = owner;
        this.names = names;
        this.definitions = definitions;
    }

    /** @param owner whose settings they are, in a message: {@code Kafka's topics} */
    public static KnownKeys of(String owner, Set<String> names) {
        return new KnownKeys(owner, new TreeSet<>(names), List.of());
    }

    /** Names of any of these definitions, whose types and ranges are checked too. */
    public static KnownKeys of(String owner, ConfigDef... definitions) {
        Set<String> names = new TreeSet<>();
        for (ConfigDef definition : definitions) {
            names.addAll(definition.names());
        }
        return new KnownKeys(owner, names, List.of(definitions));
    }

    /**
     * Reports the entries that are unknown or of a wrong type.
     *
     * @param settings as bound
     * @param at the object they were bound from
     * @param prefix of the keys in that object, such as {@code consumer.override.}; may be empty
     */
    public void check(Map<String, String> settings, Binding at, String prefix) {
        settings.forEach((name, value) -> {
            if (!names.contains(name)) {
                at.report(
                        prefix + name,
                        Problem.user(
                                "unknown-setting",
                                "there is no setting '" + name + "' of " + owner + ".",
                                null,
                                Suggestion.mend(name, names)));
            }
            complaint(name, value)
                    .ifPresent(complaint -> at.report(
                            prefix + name, Problem.user("wrong-type", complaint, null, "Correct the value.")));
        });
    }

    private Optional<String> complaint(String name, String value) {
        return definitions.stream()
                .map(definition -> definition.configKeys().get(name))
                .filter(Objects::nonNull)
                .findFirst()
                .flatMap(key -> complaint(key, value));
    }

    private static Optional<String> complaint(ConfigKey key, String value) {
        try {
            Object parsed = ConfigDef.parseType(key.name, value, key.type());
            if (key.validator != null) {
                key.validator.ensureValid(key.name, parsed);
            }
            return Optional.empty();
        } catch (ConfigException refused) {
            return Optional.of(refused.getMessage() + ".");
        }
    }

    private static Set<String> topicSettings() {
        Stream<String> throttled =
                Stream.of("leader.replication.throttled.replicas", "follower.replication.throttled.replicas");
        Stream<String> constants = Arrays.stream(TopicConfig.class.getFields())
                .filter(field -> field.getName().endsWith("_CONFIG"))
                .map(KnownKeys::text);
        return Stream.concat(constants, throttled).collect(Collectors.toSet());
    }

    private static String text(Field constant) {
        try {
            return (String) constant.get(null);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
