package io.millrace.processing.functions.mapping;

import io.millrace.api.connector.ProducedRecord;
import io.millrace.api.deployment.RecordWriter;
import io.millrace.api.feed.ConsumedRecord;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.Where;
import io.millrace.api.store.ObjectStore;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where records go that a function could not take. Any thread. */
interface FailureDestination {

    Pattern TOPIC = Pattern.compile("kafka://([a-zA-Z0-9._-]{1,249})");
    Pattern BUCKET = Pattern.compile("arn:aws[a-z-]*:s3:::([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])");

    /** Completes when the records are safe there. */
    Future<Void> take(InvocationFailure failure, List<ConsumedRecord> records, Instant now);

    /** The topic that a destination names; empty when it names none. */
    static Optional<String> topic(String destination) {
        return matched(TOPIC, destination);
    }

    /** The bucket that a destination names; empty when it names none. */
    static Optional<String> bucket(String destination) {
        return matched(BUCKET, destination);
    }

    private static Optional<String> matched(Pattern form, String destination) {
        Matcher match = form.matcher(destination == null ? "" : destination);
        return match.matches() ? Optional.of(match.group(1)) : Optional.empty();
    }

    /** Why a destination cannot be one; empty when it can. */
    static Optional<Problem> check(String destination, List<String> sources, Optional<ObjectStore> s3, Where where) {
        if (topic(destination).filter(sources::contains).isPresent()) {
            return problem(
                    "records that fail would be read again: the destination is a topic of the mapping.",
                    where,
                    "Name another topic.");
        }
        if (bucket(destination).isPresent() && s3.isEmpty()) {
            return problem(
                    "no plugin of this node stores S3 objects.",
                    where,
                    "Install the S3 plugin, or write to kafka://topic.");
        }
        if (topic(destination).isPresent() || bucket(destination).isPresent()) {
            return Optional.empty();
        }
        boolean queue = destination.matches("arn:aws[a-z-]*:(sqs|sns|lambda|events):.*");
        return problem(
                "'" + destination + "' is no destination here"
                        + (queue ? ": there is no SQS, SNS or EventBridge to reach." : "."),
                where,
                "Write kafka://topic or arn:aws:s3:::bucket.");
    }

    private static Optional<Problem> problem(String what, Where where, String mend) {
        return Optional.of(Problem.user("invalid-destination", what, where, mend));
    }

    /** A topic: a message for each record, under the record's key. */
    record ToTopic(String topic, RecordWriter writer, EventEncoder encoder, FailureDocument document)
            implements FailureDestination {

        @Override
        public Future<Void> take(InvocationFailure failure, List<ConsumedRecord> records, Instant now) {
            return writer.write(records.stream()
                    .map(record -> {
                        Buffer value = document.ofRecord(failure, record, encoder.encode(List.of(record)), now);
                        return new ProducedRecord(topic, null, null, record.key(), value.getBytes(), List.of());
                    })
                    .toList());
        }
    }

    /**
     * A bucket: an object for all records that were given up together.
     *
     * @param mapping id of the mapping, part of the object's name as on AWS
     */
    record ToBucket(String bucket, UUID mapping, ObjectStore store, EventEncoder encoder, FailureDocument document)
            implements FailureDestination {

        @SuppressWarnings("DuplicateDateFormatField") // a folder a day, and the time in the name
        private static final DateTimeFormatter NAME =
                DateTimeFormatter.ofPattern("uuuu/MM/dd/uuuu-MM-dd'T'HH.mm.ss-").withZone(ZoneOffset.UTC);

        @Override
        public Future<Void> take(InvocationFailure failure, List<ConsumedRecord> records, Instant now) {
            ConsumedRecord first = records.get(0);
            URI object = URI.create("s3://" + bucket + "/aws/lambda/" + mapping + "/" + first.topic() + "-"
                    + first.partition() + "/" + NAME.format(now) + UUID.randomUUID());
            return store.put(object, document.ofBatch(failure, records, encoder.encode(records), now));
        }
    }
}
