package io.millrace.node.connectors;

import io.millrace.api.feed.DeadLetters;
import io.millrace.api.feed.FeedSpec.Start;
import io.millrace.api.feed.RetryPolicy;
import io.millrace.api.settings.Inapplicable;
import io.millrace.api.settings.InvalidSetting;
import io.millrace.api.settings.Setting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What every connector has: Kafka Connect's own settings, with Connect's names and meaning.
 *
 * @param name null, or the deployment's
 * @param connectorClass what carries the records
 * @param tasksMax members of a sink's consumer group on each node
 * @param topics that a sink reads; empty when {@code topicsRegex} is set
 * @param topicsRegex null when {@code topics} is set
 * @param tolerance null: dead letters
 * @param deadLetterTopic null: {@code <name>-dead-letters}
 * @param deadLetterHeaders whether dead letters say where they came from and why
 * @param retryTimeoutMs how long to retry, in milliseconds: -1 for ever, null for the default policy
 * @param retryDelayMaxMs longest wait between tries, in milliseconds
 * @param consumerOverrides Kafka's own consumer settings
 * @param producerOverrides Kafka's own producer settings
 */
@Inapplicable(name = "key.converter", why = "keys are taken as the bytes they are")
@Inapplicable(name = "key.converter.*", why = "keys are taken as they are, or as their schema registry says")
@Inapplicable(name = "value.converter", why = "values are taken as the bytes they are")
@Inapplicable(name = "value.converter.*", why = "values are taken as they are, or as their schema registry says")
@Inapplicable(name = "header.converter", why = "headers are taken as the bytes they are")
@Inapplicable(name = "header.converter.*", why = "headers are taken as the bytes they are")
@Inapplicable(name = "errors.log.enable", why = "errors are always counted, logged and shown in the status")
@Inapplicable(name = "errors.log.include.messages", why = "records are never logged")
@Inapplicable(
        name = "errors.deadletterqueue.topic.replication.factor",
        why = "a dead-letter topic that is not there is made with the broker's default")
@Inapplicable(name = "exactly.once.support", why = "a source's records and position are always one transaction")
@Inapplicable(name = "transaction.boundary", why = "each batch is a transaction")
@Inapplicable(name = "config.action.reload", why = "a changed definition restarts the connector")
record ConnectSettings(
        @Setting("The connector's name, if it is written here too.")
        String name,

        @Setting(
                name = "connector.class",
                value = "What carries the records: a short name or the class name used with Kafka Connect.",
                required = true,
                example = "FileSink")
        String connectorClass,

        @Setting(
                name = "tasks.max",
                value = "Members of a sink's consumer group on each node; a source is always one task.",
                defaultValue = "1",
                min = 1,
                max = 1000)
        int tasksMax,

        @Setting("Topics that a sink reads.") List<String> topics,

        @Setting(name = "topics.regex", value = "Topics that a sink reads, as a regular expression of names.")
        String topicsRegex,

        @Setting(
                name = "errors.tolerance",
                value =
                        "What to do with records that cannot be taken: none stops the connector before the first, all goes on"
                                + " (dead letters when their topic is set, else they are skipped); dead letters when not set.")
        Tolerance tolerance,

        @Setting(
                name = "errors.deadletterqueue.topic.name",
                value = "Topic of the dead letters, made on first need; <name>-dead-letters when not set.")
        String deadLetterTopic,

        @Setting(
                name = "errors.deadletterqueue.context.headers.enable",
                value = "Whether dead letters carry headers that say where they came from and why.",
                defaultValue = "true")
        boolean deadLetterHeaders,

        @Setting(
                name = "errors.retry.timeout",
                value =
                        "How long a sink's failed delivery is tried again, in milliseconds; -1 for ever; ten tries when not set.",
                min = -1)
        Long retryTimeoutMs,

        @Setting(
                name = "errors.retry.delay.max.ms",
                value = "Longest wait between two tries, in milliseconds.",
                defaultValue = "30000",
                min = 1)
        long retryDelayMaxMs,

        @Setting(
                name = "consumer.override.*",
                value =
                        "Kafka's own settings of a sink's consumer. auto.offset.reset says where a new group begins: earliest"
                                + " when not set.")
        Map<String, String> consumerOverrides,

        @Setting(name = "producer.override.*", value = "Kafka's own settings of a source's producer.")
        Map<String, String> producerOverrides) {

    static final String RESET = "auto.offset.reset";

    /** What to do with records that cannot be taken. */
    enum Tolerance {
        NONE,
        ALL
    }

    ConnectSettings {
        if (!topics.isEmpty() && topicsRegex != null) {
            throw new InvalidSetting("topics.regex", "Both topics and topics.regex are set.", "Remove one of them.");
        }
        if (topicsRegex != null) {
            checkRegex(topicsRegex);
        }
        String reset = consumerOverrides.getOrDefault(RESET, "earliest");
        if (!reset.equals("earliest") && !reset.equals("latest")) {
            throw new InvalidSetting(
                    "consumer.override." + RESET, "A sink cannot begin at '" + reset + "'.", "Use earliest or latest.");
        }
    }

    private static void checkRegex(String regex) {
        try {
            Pattern.compile(regex);
        } catch (PatternSyntaxException invalid) {
            throw new InvalidSetting(
                    "topics.regex",
                    "'" + regex + "' is not a regular expression: " + invalid.getDescription() + ".",
                    "Correct it; a dot that stands for itself is \\.");
        }
    }

    /** Where a sink's new group begins. */
    Start start() {
        return consumerOverrides.getOrDefault(RESET, "earliest").equals("latest") ? Start.LATEST : Start.EARLIEST;
    }

    DeadLetters deadLetters(String connector) {
        String topic = deadLetterTopic == null ? connector + "-dead-letters" : deadLetterTopic;
        if (tolerance == Tolerance.NONE) {
            return new DeadLetters(DeadLetters.Policy.STOP, null, deadLetterHeaders);
        }
        return tolerance == Tolerance.ALL && deadLetterTopic == null
                ? new DeadLetters(DeadLetters.Policy.SKIP, null, deadLetterHeaders)
                : new DeadLetters(DeadLetters.Policy.TOPIC, topic, deadLetterHeaders);
    }

    /** Connect's time limit as a number of tries, since waits double from the first to the longest. */
    RetryPolicy retry() {
        RetryPolicy standard = RetryPolicy.DEFAULT;
        Duration longest = Duration.ofMillis(retryDelayMaxMs);
        int attempts = retryTimeoutMs == null
                ? standard.maxAttempts()
                : retryTimeoutMs < 0
                        ? -1
                        : attemptsWithin(retryTimeoutMs, standard.firstBackoff().toMillis());
        return new RetryPolicy(attempts, null, standard.firstBackoff(), longest, standard.bisect());
    }

    private int attemptsWithin(long timeoutMs, long firstMs) {
        int attempts = 1;
        long wait = Math.min(firstMs, retryDelayMaxMs);
        for (long waited = wait; waited <= timeoutMs && attempts < 10_000; waited += wait) {
            attempts++;
            wait = Math.min(2 * wait, retryDelayMaxMs);
        }
        return attempts;
    }
}
