package io.millrace.processing.functions.templates;

import io.millrace.api.deployment.Foreign;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.Suggestion;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A form that an event source mapping for Kafka is written in.
 *
 * <p>Source: CreateEventSourceMapping of the Lambda API; {@code AWS::Lambda::EventSourceMapping} of CloudFormation; {@code MSK} and
 * {@code SelfManagedKafka} of SAM.
 */
final class EventSource {

    /** What two mappings that read the same have in common. */
    static final List<String> IDENTITY = List.of("eventSourceArn", "selfManagedEventSource", "topics");

    private static final String SERVERS = "KAFKA_BOOTSTRAP_SERVERS";
    private static final String ACCESS = "SourceAccessConfigurations";

    /** Fields of every form, which are here what they are there. */
    private static final List<String> COMMON = List.of(
            "BatchSize",
            "BisectBatchOnFunctionError",
            "DestinationConfig",
            "Enabled",
            "FilterCriteria",
            "FunctionResponseTypes",
            "KmsKeyArn",
            "LoggingConfig",
            "MaximumBatchingWindowInSeconds",
            "MaximumRecordAgeInSeconds",
            "MaximumRetryAttempts",
            "MetricsConfig",
            "ProvisionedPollerConfig",
            "StartingPosition",
            "StartingPositionTimestamp",
            "Tags",
            "Topics");

    /** SAM's event {@code MSK}. */
    static final EventSource MSK = new EventSource(
            Map.of(
                    "Stream", "eventSourceArn",
                    "ConsumerGroupId", "amazonManagedKafkaEventSourceConfig.consumerGroupId",
                    "SchemaRegistryConfig", "amazonManagedKafkaEventSourceConfig.schemaRegistryConfig"),
            Set.of());

    /** SAM's event {@code SelfManagedKafka}. */
    static final EventSource SELF_MANAGED_KAFKA = new EventSource(
            Map.of(
                    "KafkaBootstrapServers", "selfManagedEventSource.endpoints." + SERVERS,
                    "ConsumerGroupId", "selfManagedKafkaEventSourceConfig.consumerGroupId",
                    "SchemaRegistryConfig", "selfManagedKafkaEventSourceConfig.schemaRegistryConfig"),
            Set.of());

    /** The API's request, or its answer, and CloudFormation's resource. */
    static final EventSource MAPPING = new EventSource(
            Map.of(
                    "EventSourceArn", "eventSourceArn",
                    "SelfManagedEventSource", "selfManagedEventSource",
                    "AmazonManagedKafkaEventSourceConfig", "amazonManagedKafkaEventSourceConfig",
                    "SelfManagedKafkaEventSourceConfig", "selfManagedKafkaEventSourceConfig",
                    "ParallelizationFactor", "parallelizationFactor",
                    "TumblingWindowInSeconds", "tumblingWindowInSeconds",
                    "ScalingConfig", "scalingConfig",
                    "Queues", "queues"),
            Set.of(
                    "FunctionName",
                    "FunctionArn",
                    "UUID",
                    "EventSourceMappingArn",
                    "LastModified",
                    "LastProcessingResult",
                    "State",
                    "StateTransitionReason"));

    private final Map<String, String> places = new HashMap<>();
    private final Set<String> passedOver;

    /**
     * @param own fields of this form alone, with their places in an entry of {@code events}
     * @param passedOver fields that say nothing about what is read
     */
    private EventSource(Map<String, String> own, Set<String> passedOver) {
        COMMON.forEach(field -> places.put(field, lowerCamelCase(field)));
        places.putAll(own);
        this.passedOver = passedOver;
    }

    /**
     * The entry of {@code events} that fields say.
     *
     * @param path of the fields in the document; may be empty
     * @throws Unresolved when a value cannot be told
     */
    Draft read(JsonObject fields, String path, Evaluator evaluator, Foreign foreign) {
        Draft event = Draft.of(path);
        Evaluator.each(fields, (field, value) -> {
            String there = path.isEmpty() ? field : path + "." + field;
            if (field.equals(ACCESS)) {
                foreign.warn(
                        there,
                        field + " has no effect: kafka.client in millrace.yaml says how the cluster is reached.");
            } else if (places.containsKey(field)) {
                Object evaluated = evaluator.evaluate(value, there);
                if (evaluated != Evaluator.NO_VALUE) {
                    event.put(places.get(field), renamed(evaluated), there);
                }
            } else if (!passedOver.contains(field)) {
                foreign.report(there, unknown(field));
            }
        });
        if (event.settings().getValue("destinationConfig") instanceof JsonObject destinations
                && destinations.getValue("onFailure") instanceof JsonObject onFailure) {
            onFailure.remove("type"); // SAM's; the destination says it
        }
        return event;
    }

    private Problem unknown(String field) {
        Set<String> known = new TreeSet<>(places.keySet());
        known.add(ACCESS);
        return Problem.user(
                "unknown-property", "a mapping for Kafka has no " + field + ".", null, Suggestion.mend(field, known));
    }

    private static Object renamed(Object value) {
        if (value instanceof JsonObject object) {
            JsonObject copy = new JsonObject(new LinkedHashMap<>());
            object.forEach(member -> copy.put(lowerCamelCase(member.getKey()), renamed(member.getValue())));
            return copy;
        }
        return value instanceof JsonArray array
                ? new JsonArray(array.stream().map(EventSource::renamed).toList())
                : value;
    }

    private static String lowerCamelCase(String field) {
        if (field.equals("KafkaBootstrapServers") || field.equals(SERVERS)) {
            return SERVERS; // CloudFormation's and the API's spelling
        }
        boolean acronym = field.equals(field.toUpperCase(Locale.ROOT));
        return acronym ? field.toLowerCase(Locale.ROOT) : Character.toLowerCase(field.charAt(0)) + field.substring(1);
    }
}
