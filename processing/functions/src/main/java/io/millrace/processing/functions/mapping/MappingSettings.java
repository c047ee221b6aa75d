package io.millrace.processing.functions.mapping;

import io.millrace.api.settings.Inapplicable;
import io.millrace.api.settings.InvalidSetting;
import io.millrace.api.settings.Setting;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One entry of a function's {@code events}: an event source mapping, with Lambda's fields under their names in lowerCamelCase.
 *
 * <p>Source: CreateEventSourceMapping of the Lambda API, as far as it applies to Kafka.
 *
 * @param topics read by this mapping
 * @param startingPosition where to begin when the group has no committed offset
 * @param startingPositionTimestamp seconds since the epoch; set exactly when {@code startingPosition} is {@code AT_TIMESTAMP}
 * @param batchSize most records of one invocation
 * @param maximumBatchingWindowInSeconds null for half a second, as Lambda has it for Kafka
 * @param enabled false: nothing is read until it is true
 * @param filterCriteria which records are handed over; all when there are no filters
 * @param destinationConfig where records go that the function could not take
 * @param maximumRetryAttempts tries after the first one; -1 for endless
 * @param maximumRecordAgeInSeconds records older than this are given up; -1 for no limit
 * @param bisectBatchOnFunctionError a batch that failed is split in two before it is tried again
 * @param functionResponseTypes how the function's answer is read
 * @param amazonManagedKafkaEventSourceConfig of a mapping that was written for MSK
 * @param selfManagedKafkaEventSourceConfig of a mapping that was written for any other Kafka
 * @param provisionedPollerConfig how many invocations run at a time; null for as many as there are partitions
 * @param eventSourceArn what the event names as its source; null for this node's own
 * @param selfManagedEventSource present when the mapping was written for a Kafka that is not MSK
 * @param sourceAccessConfigurations what Lambda needs to reach the cluster, which the node's own settings say here
 */
@Inapplicable(
        name = "parallelizationFactor",
        why = "it is for Kinesis and DynamoDB; Kafka partitions are invoked in parallel")
@Inapplicable(name = "tumblingWindowInSeconds", why = "it is for Kinesis and DynamoDB")
@Inapplicable(name = "scalingConfig", why = "it is for SQS; see provisionedPollerConfig")
@Inapplicable(name = "queues", why = "it is for Amazon MQ")
@Inapplicable(name = "documentDBEventSourceConfig", why = "it is for DocumentDB")
@Inapplicable(name = "kmsKeyArn", why = "filters are stored as they are written")
@Inapplicable(name = "metricsConfig", why = "metrics are always collected")
@Inapplicable(name = "loggingConfig", why = "the node's log level decides")
@Inapplicable(name = "tags", why = "mappings are no resources of their own; use the function's labels")
public record MappingSettings(
        @Setting(value = "Topics that are read.", required = true, example = "[quakes]")
        List<String> topics,

        @Setting(
                value = "Where to begin without a committed offset: TRIM_HORIZON, LATEST or AT_TIMESTAMP.",
                defaultValue = "TRIM_HORIZON")
        StartingPosition startingPosition,

        @Setting(value = "For AT_TIMESTAMP: seconds since the epoch.", min = 0, example = "1517443200")
        Double startingPositionTimestamp,

        @Setting(value = "Most records of one invocation.", defaultValue = "100", min = 1, max = 10_000)
        int batchSize,

        @Setting(
                value =
                        "How long a batch may wait to fill up; half a second when not set, 0 invokes with what is there.",
                min = 0,
                max = 300)
        Integer maximumBatchingWindowInSeconds,

        @Setting(value = "Whether records are read.", defaultValue = "true")
        boolean enabled,

        @Setting("Which records are handed over; others are passed by.")
        FilterCriteria filterCriteria,

        @Setting("Where records go that the function could not take.")
        DestinationConfig destinationConfig,

        @Setting(
                value = "Tries after the first one; -1 for endless, which is 10 with an on-failure destination.",
                defaultValue = "-1",
                min = -1,
                max = 10_000)
        int maximumRetryAttempts,

        @Setting(
                value = "Records older than this are given up: 60 to 604800 seconds, or -1 for no limit.",
                defaultValue = "-1",
                min = -1,
                max = 604_800)
        int maximumRecordAgeInSeconds,

        @Setting(
                value = "Splits a batch that failed in two before it is tried again; that uses up no tries.",
                defaultValue = "false")
        boolean bisectBatchOnFunctionError,

        @Setting("ReportBatchItemFailures: the function's answer names the records that it could not take.")
        List<ResponseType> functionResponseTypes,

        @Setting("Of a mapping that was written for MSK.") ManagedKafka amazonManagedKafkaEventSourceConfig,

        @Setting("Of a mapping that was written for any other Kafka.")
        SelfManagedKafka selfManagedKafkaEventSourceConfig,

        @Setting("Bounds for how much runs at a time.") Pollers provisionedPollerConfig,

        @Setting(
                value = "What the event names as its source; records come from the node's Kafka whatever it says.",
                example = "arn:aws:kafka:us-east-1:123456789012:cluster/demo/1")
        String eventSourceArn,

        @Setting("Of a mapping that was written for any other Kafka: the event is then of that form.")
        SelfManagedEventSource selfManagedEventSource,

        @Setting("How Lambda reaches the cluster; here the node's own settings under kafka.client say it.")
        List<JsonObject> sourceAccessConfigurations) {

    private static final int DEFAULT_FILTER_QUOTA = 5;
    private static final int HIGHEST_FILTER_QUOTA = 10;
    private static final int SHORTEST_AGE_SECONDS = 60;
    private static final int RETRIES_BEFORE_A_DESTINATION = 10;

    /** Where to begin without a committed offset. */
    public enum StartingPosition {
        TRIM_HORIZON,
        LATEST,
        AT_TIMESTAMP
    }

    /** What the function's answer may tell. */
    public enum ResponseType {
        REPORT_BATCH_ITEM_FAILURES {
            @Override
            public String toString() {
                return "ReportBatchItemFailures";
            }
        }
    }

    /** @param filters one of them is enough */
    public record FilterCriteria(
            @Setting("Filters, one of which is enough.") List<Filter> filters) {

        public FilterCriteria {
            if (filters.size() > HIGHEST_FILTER_QUOTA) {
                throw new InvalidSetting(
                        "filters",
                        filters.size() + " filters are more than the " + HIGHEST_FILTER_QUOTA + " that there may be.",
                        "Join patterns by listing several values in one.");
            }
        }
    }

    /** @param pattern JSON text of EventBridge's patterns, over {@code value} */
    public record Filter(
            @Setting(
                    value = "Pattern that all named fields of a record must match, as JSON text.",
                    required = true,
                    example = "'{\"value\": {\"mag\": [{\"numeric\": [\">=\", 4.5]}]}}'")
            String pattern) {}

    /** @param onFailure null when there is none */
    @Inapplicable(
            name = "onSuccess",
            why = "Lambda has it for asynchronous invocations only; see the function's output")
    public record DestinationConfig(
            @Setting("Where records go that are given up.") OnFailure onFailure) {}

    /** @param destination {@code kafka://topic} or {@code arn:aws:s3:::bucket} */
    public record OnFailure(
            @Setting(
                    value = "kafka://topic or arn:aws:s3:::bucket.",
                    required = true,
                    example = "kafka://quakes-failed")
            String destination) {}

    /** Of a mapping that was written for MSK. */
    public record ManagedKafka(
            @Setting("Consumer group; one of the mapping's own when not set.")
            String consumerGroupId,

            @Setting("Decoding by a schema registry.") JsonObject schemaRegistryConfig) {

        public ManagedKafka {
            refuseSchemaRegistry(schemaRegistryConfig);
            checkGroup(consumerGroupId);
        }
    }

    /** Of a mapping that was written for any other Kafka. */
    public record SelfManagedKafka(
            @Setting("Consumer group; one of the mapping's own when not set.")
            String consumerGroupId,

            @Setting("Decoding by a schema registry.") JsonObject schemaRegistryConfig,

            @Setting(value = "Stream.", defaultValue = "Stream")
            ConsumptionMode consumptionMode) {

        /** How a topic is read. */
        public enum ConsumptionMode {
            STREAM,
            QUEUE
        }

        public SelfManagedKafka {
            refuseSchemaRegistry(schemaRegistryConfig);
            checkGroup(consumerGroupId);
            if (consumptionMode == ConsumptionMode.QUEUE) {
                throw new InvalidSetting(
                        "consumptionMode",
                        "consumptionMode is Queue, which reads through Kafka's share groups; mappings cannot do that yet.",
                        "Write consumptionMode: Stream, or remove it.");
            }
        }
    }

    /** Bounds for how much of a mapping runs at a time. */
    public record Pollers(
            @Setting(value = "Consumers that read.", min = 1, max = 200)
            Integer minimumPollers,

            @Setting(value = "Most invocations at a time.", min = 1, max = 200)
            Integer maximumPollers) {

        public Pollers {
            if (minimumPollers != null && maximumPollers != null && minimumPollers > maximumPollers) {
                throw new InvalidSetting(
                        "minimumPollers",
                        "minimumPollers is " + minimumPollers + ", more than maximumPollers, " + maximumPollers + ".",
                        "Raise maximumPollers or lower minimumPollers.");
            }
        }
    }

    /** @param endpoints lists of addresses by what speaks there: {@code KAFKA_BOOTSTRAP_SERVERS} */
    public record SelfManagedEventSource(
            @Setting("KAFKA_BOOTSTRAP_SERVERS: the cluster's addresses.")
            Map<String, List<String>> endpoints) {}

    public MappingSettings {
        if (topics.isEmpty()) {
            throw new InvalidSetting("topics", "topics is empty.", "Name a topic.");
        }
        if ((startingPosition == StartingPosition.AT_TIMESTAMP) != (startingPositionTimestamp != null)) {
            throw new InvalidSetting(
                    startingPositionTimestamp == null ? "startingPosition" : "startingPositionTimestamp",
                    "startingPosition AT_TIMESTAMP and startingPositionTimestamp go together.",
                    startingPositionTimestamp == null
                            ? "Add startingPositionTimestamp, in seconds since the epoch."
                            : "Write startingPosition: AT_TIMESTAMP, or remove startingPositionTimestamp.");
        }
        if (maximumRecordAgeInSeconds != -1 && maximumRecordAgeInSeconds < SHORTEST_AGE_SECONDS) {
            throw new InvalidSetting(
                    "maximumRecordAgeInSeconds",
                    "maximumRecordAgeInSeconds is " + maximumRecordAgeInSeconds + ", which is neither -1 nor from "
                            + SHORTEST_AGE_SECONDS + " to 604800.",
                    "Write -1 for no limit, or at least " + SHORTEST_AGE_SECONDS + ".");
        }
    }

    /** The destination of what is given up; null when there is none. */
    String destination() {
        boolean has = destinationConfig != null && destinationConfig.onFailure() != null;
        return has ? destinationConfig.onFailure().destination() : null;
    }

    /** Tries of a record, the first one included; -1 for endless. */
    int attempts() {
        int retries = maximumRetryAttempts == -1 && destination() != null
                ? RETRIES_BEFORE_A_DESTINATION
                : maximumRetryAttempts;
        return retries == -1 ? -1 : retries + 1;
    }

    /** The group that was asked for; null for the mapping's own. */
    String consumerGroupId() {
        String managed = amazonManagedKafkaEventSourceConfig == null
                ? null
                : amazonManagedKafkaEventSourceConfig.consumerGroupId();
        return managed != null || selfManagedKafkaEventSourceConfig == null
                ? managed
                : selfManagedKafkaEventSourceConfig.consumerGroupId();
    }

    boolean reportsItemFailures() {
        return functionResponseTypes.contains(ResponseType.REPORT_BATCH_ITEM_FAILURES);
    }

    List<Filter> filters() {
        return filterCriteria == null ? List.of() : filterCriteria.filters();
    }

    boolean isSelfManaged() {
        return selfManagedEventSource != null
                && !selfManagedEventSource.endpoints().isEmpty();
    }

    /** What the user should know of settings that are taken: by name of the setting, a sentence. */
    public Map<String, String> warnings() {
        Map<String, String> warnings = new LinkedHashMap<>();
        if (isSelfManaged()) {
            warnings.put(
                    "selfManagedEventSource",
                    "Records are read from the node's Kafka, not from the addresses given here; see kafka.mode in millrace.yaml.");
        }
        if (!sourceAccessConfigurations.isEmpty()) {
            warnings.put(
                    "sourceAccessConfigurations",
                    "They have no effect: how the cluster is reached is said under kafka.client in millrace.yaml.");
        }
        if (filters().size() > DEFAULT_FILTER_QUOTA) {
            warnings.put(
                    "filterCriteria", "On AWS, more than " + DEFAULT_FILTER_QUOTA + " filters need a raised quota.");
        }
        return warnings;
    }

    private static void refuseSchemaRegistry(JsonObject config) {
        if (config != null) {
            throw new InvalidSetting(
                    "schemaRegistryConfig",
                    "schemaRegistryConfig is set, but mappings cannot decode by a schema registry yet.",
                    "Remove it; the function gets keys and values as the bytes that they are.");
        }
    }

    private static void checkGroup(String group) {
        if (group != null && !group.matches("[a-zA-Z0-9-/*:_+=.@]{1,200}")) {
            throw new InvalidSetting(
                    "consumerGroupId",
                    "'" + group + "' is no consumer group that Lambda takes.",
                    "Write 1 to 200 letters, digits or any of - / * : _ + = . @");
        }
    }
}
