package io.millrace.node.topics;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Kafka's errors as problems. */
public final class KafkaProblems {

    private KafkaProblems() {}

    /** The failure as a {@link ProblemException}; one that is so already stays as it is. */
    public static ProblemException told(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof ProblemException told ? told : new ProblemException(problem(cause), cause);
    }

    /** A topic that is not there. */
    public static ProblemException unknownTopic(String topic) {
        return new ProblemException(Problem.user(
                "unknown-topic",
                "there is no topic " + topic + ".",
                Where.path("Topic/" + topic),
                "Look at the names with millrace topics, or apply a Topic of this name."));
    }

    private static Problem problem(Throwable cause) {
        String said = sentence(cause.getMessage());
        if (cause instanceof UnknownTopicOrPartitionException) {
            return user(
                    "unknown-topic",
                    "the topic or partition does not exist. " + said,
                    "Look at the names with millrace topics.");
        }
        if (cause instanceof GroupIdNotFoundException) {
            return user(
                    "unknown-group",
                    "the consumer group does not exist. " + said,
                    "Look at the names with millrace groups.");
        }
        if (cause instanceof TopicExistsException) {
            return user("topic-exists", said, "Choose another name.");
        }
        if (cause instanceof InvalidTopicException) {
            return user("invalid-topic-name", said, "Use letters, digits, dots, dashes and underscores, 249 at most.");
        }
        if (cause instanceof InvalidReplicationFactorException) {
            return user(
                    "invalid-replication-factor",
                    said,
                    "Write no more than there are brokers, or -1 for the broker's default.");
        }
        if (cause instanceof InvalidPartitionsException) {
            return user("invalid-partitions", said, "Write another number of partitions.");
        }
        if (cause instanceof InvalidConfigurationException || cause instanceof PolicyViolationException) {
            return user(
                    "invalid-topic-config", said, "Correct the value; Kafka's documentation lists the topic settings.");
        }
        if (cause instanceof RecordTooLargeException) {
            return user("record-too-large", said, "Raise the topic's max.message.bytes, or send a smaller record.");
        }
        if (cause instanceof InvalidRecordException || cause instanceof InvalidTimestampException) {
            return user("invalid-record", said, "Send a record that the topic's settings allow.");
        }
        if (cause instanceof AuthorizationException || cause instanceof AuthenticationException) {
            return Problem.resource(
                    "broker-refuses",
                    "the broker refuses this node: " + said,
                    kafka(),
                    "Grant the node's user these rights, or correct kafka.client.");
        }
        if (cause instanceof RetriableException) {
            return Problem.resource(
                    "broker-unreachable",
                    "the broker did not answer: " + said,
                    kafka(),
                    "Look whether the broker runs, then try again.");
        }
        if (cause instanceof ApiException) {
            return Problem.resource(
                    "broker-error", "the broker answered: " + said, kafka(), "Look at the broker's log.");
        }
        return Problem.internal("internal-error", "asking the broker failed: " + said, kafka());
    }

    private static Problem user(String code, String what, String mend) {
        return Problem.user(code, what.strip(), Where.path(""), mend);
    }

    private static Where kafka() {
        return Where.path("kafka");
    }

    private static String sentence(String message) {
        String text = message == null || message.isBlank() ? "no reason given" : message.strip();
        return text.endsWith(".") ? text : text + ".";
    }
}
