package io.millrace.node.connectors;

import io.millrace.api.connector.ConnectorType;
import io.millrace.api.connector.SinkType;
import io.millrace.api.deployment.Binding;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.Suggestion;
import io.millrace.node.settings.KnownKeys;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Binds a connector's definition: {@code config} to what every connector has and to the settings of its class. */
final class ConnectorBinding {

    private static final String CONSUMER = "consumer.override.";
    private static final String PRODUCER = "producer.override.";

    /** Kafka's settings that the node's promises rest on. */
    private static final Set<String> OWNED = Set.of(
            "bootstrap.servers",
            "group.id",
            "group.instance.id",
            "group.protocol",
            "enable.auto.commit",
            "partition.assignment.strategy",
            "key.deserializer",
            "value.deserializer",
            "key.serializer",
            "value.serializer",
            "transactional.id",
            "enable.idempotence",
            "max.in.flight.requests.per.connection",
            "acks");

    private final Map<String, ConnectorType<?>> types = new TreeMap<>();
    private final List<String> shortNames;

    ConnectorBinding(List<ConnectorType<?>> provided) {
        provided.forEach(type -> type.classNames().forEach(name -> types.put(name, type)));
        shortNames =
                provided.stream().map(type -> type.classNames().get(0)).sorted().toList();
    }

    /** Null when something is wrong, which has then been reported. */
    ConnectorSettings bind(Binding definition) {
        Binding config = definition.at("config");
        Optional<String> className = config.text("connector.class");
        ConnectorType<?> type = className.map(types::get).orElse(null);
        if (type == null) {
            config.report("connector.class", className.map(this::unknown).orElseGet(this::missing));
            return null;
        }
        ConnectSettings common = config.bind(ConnectSettings.class);
        Record own = config.bind(type.settings());
        if (common == null) {
            return null;
        }
        checkName(definition, config, common);
        if (type instanceof SinkType<?>) {
            checkSink(definition, config, common);
        } else {
            checkSource(config, common);
        }
        if (own == null) {
            return null;
        }
        warnings(type, own).forEach(config::warn);
        return new ConnectorSettings(common, type, own);
    }

    private static <S extends Record> Map<String, String> warnings(ConnectorType<S> type, Record own) {
        return type.warnings(type.settings().cast(own));
    }

    private Problem unknown(String className) {
        String mend = Suggestion.nearest(className, types.keySet())
                .map(near -> "Write " + near + ".")
                .orElse("Use one of " + String.join(", ", shortNames) + ".");
        return Problem.user("unknown-connector", "there is no connector.class '" + className + "'.", null, mend);
    }

    private Problem missing() {
        return Problem.user(
                "missing-setting",
                "connector.class is missing.",
                null,
                "Add connector.class with one of " + String.join(", ", shortNames) + ".");
    }

    private static void checkName(Binding definition, Binding config, ConnectSettings common) {
        String name = definition.text("name").orElse(null);
        if (name != null && common.name() != null && !name.equals(common.name())) {
            config.report(
                    "name",
                    Problem.user(
                            "invalid-setting",
                            "config has the name '" + common.name() + "', the definition '" + name + "'.",
                            null,
                            "Remove the one in config."));
        }
    }

    private static void checkSink(Binding definition, Binding config, ConnectSettings common) {
        if (common.topics().isEmpty() && common.topicsRegex() == null) {
            config.report(
                    "topics",
                    Problem.user("missing-setting", "topics is missing.", null, "Add topics, or topics.regex."));
        }
        String deadLetters =
                common.deadLetters(definition.text("name").orElse("")).topic();
        if (deadLetters != null && reads(common, deadLetters)) {
            config.report(
                    common.topicsRegex() == null ? "topics" : "topics.regex",
                    Problem.user(
                            "invalid-setting",
                            "the sink would read its own dead letters, from " + deadLetters + ".",
                            null,
                            "Leave that topic out, or set errors.deadletterqueue.topic.name to another."));
        }
        checkOverrides(config, KnownKeys.CONSUMER, common.consumerOverrides(), CONSUMER);
        without(config, PRODUCER, common.producerOverrides(), "a sink has no producer");
    }

    private static boolean reads(ConnectSettings common, String topic) {
        return common.topicsRegex() == null ? common.topics().contains(topic) : topic.matches(common.topicsRegex());
    }

    private static void checkSource(Binding config, ConnectSettings common) {
        if (!common.topics().isEmpty() || common.topicsRegex() != null) {
            config.report(
                    common.topicsRegex() == null ? "topics" : "topics.regex",
                    Problem.user("invalid-setting", "a source reads no topics.", null, "Remove it."));
        }
        if (common.tasksMax() > 1) {
            config.warn("tasks.max", "a source is one task.");
        }
        checkOverrides(config, KnownKeys.PRODUCER, common.producerOverrides(), PRODUCER);
        without(config, CONSUMER, common.consumerOverrides(), "a source has no consumer");
    }

    private static void checkOverrides(Binding config, KnownKeys known, Map<String, String> overrides, String prefix) {
        known.check(overrides, config, prefix);
        overrides.keySet().stream()
                .filter(OWNED::contains)
                .forEach(name -> config.report(
                        prefix + name,
                        Problem.user("invalid-setting", "the node sets " + name + " itself.", null, "Remove it.")));
    }

    private static void without(Binding config, String prefix, Map<String, String> overrides, String why) {
        overrides.keySet().forEach(name -> config.warn(prefix + name, prefix + name + " has no effect: " + why + "."));
    }
}
