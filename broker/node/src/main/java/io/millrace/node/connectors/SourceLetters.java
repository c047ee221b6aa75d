package io.millrace.node.connectors;

import io.millrace.api.connector.ProducedRecord;
import io.millrace.api.connector.SourceBatch.Rejected;
import io.millrace.api.deployment.Topics;
import io.millrace.api.feed.DeadLetters;
import io.millrace.api.feed.DeadLetters.Policy;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of input that cannot be a record: dead letters, or a line in the log, or the end. Source of the header names:
 * Kafka Connect's {@code DeadLetterQueueReporter} (KIP-298).
 */
final class SourceLetters {

    private static final Logger LOG = LoggerFactory.getLogger(SourceLetters.class);

    private static final String PREFIX = "__connect.errors.";

    /** A letter fits in a topic of Kafka's default size; of longer input it has the beginning, in bytes. */
    private static final int MOST_INPUT = 900_000;

    private final String connector;
    private final DeadLetters settings;
    private final Topics topics;
    private boolean present;

    SourceLetters(String connector, DeadLetters settings, Topics topics) {
        this.connector = connector;
        this.settings = settings;
        this.topics = topics;
    }

    /**
     * The letters to send with the records of the same batch; the topic is made on first need.
     *
     * @return fails when the connector is to stop
     */
    Future<List<ProducerRecord<byte[], byte[]>>> of(List<Rejected> rejected) {
        if (rejected.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        Rejected first = rejected.get(0);
        if (settings.policy() == Policy.STOP) {
            return Future.failedFuture(
                    new ProblemException(
                            Problem.user(
                                    "rejected-record",
                                    first.where() + ": " + first.why(),
                                    Where.path("config.errors.tolerance"),
                                    "Correct the input, or remove errors.tolerance: none to have such records in a dead-letter topic.")));
        }
        LOG.atWarn()
                .addKeyValue("deployment", ConnectorKind.NAME + "/" + connector)
                .addKeyValue("records", rejected.size())
                .log(
                        "{} input that cannot be a record, the first at {}: {}",
                        settings.policy() == Policy.SKIP ? "Skipping" : "Dead-lettering",
                        first.where(),
                        first.why());
        return settings.policy() == Policy.SKIP
                ? Future.succeededFuture(List.of())
                : prepare().map(ready -> rejected.stream().map(this::letter).toList());
    }

    /** A record that the broker will never take, as input that cannot be one. */
    Rejected refused(ProducedRecord produced, Throwable why) {
        String reason = why instanceof RecordTooLargeException
                ? "The topic " + produced.topic() + " takes no record of " + produced.bytes()
                        + " bytes (max.message.bytes)."
                : "The topic " + produced.topic() + " refuses the record: " + why.getMessage();
        return new Rejected(produced.value() == null ? new byte[0] : produced.value(), produced.topic(), reason);
    }

    /** What it means when the broker takes neither a record nor the letter about it. */
    ProblemException notTaken(Throwable why) {
        return new ProblemException(Problem.user(
                "rejected-dead-letter",
                "The topic " + settings.topic() + " refuses a dead letter: " + why.getMessage(),
                Where.path("config.errors.deadletterqueue.topic.name"),
                "Raise that topic's max.message.bytes, or name another."));
    }

    private Future<Void> prepare() {
        if (present) {
            return Future.succeededFuture();
        }
        return topics.describe(settings.topic())
                .compose(found -> found.isPresent()
                        ? Future.<Void>succeededFuture()
                        : topics.create(settings.topic(), 1, -1, Map.of("retention.ms", "-1")))
                .onSuccess(ready -> present = true);
    }

    private ProducerRecord<byte[], byte[]> letter(Rejected rejected) {
        byte[] input = rejected.input();
        byte[] value = input.length > MOST_INPUT ? Arrays.copyOf(input, MOST_INPUT) : input;
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(settings.topic(), null, value);
        if (settings.contextHeaders()) {
            addHeader(letter, "connector.name", connector);
            addHeader(letter, "exception.message", rejected.why());
            addHeader(letter, "input", rejected.where());
            addHeader(letter, "input.bytes", Integer.toString(input.length));
        }
        return letter;
    }

    private static void addHeader(ProducerRecord<byte[], byte[]> letter, String name, String value) {
        letter.headers().add(PREFIX + name, value.getBytes(StandardCharsets.UTF_8));
    }
}
