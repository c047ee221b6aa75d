package io.millrace.node.gateway;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.node.topics.KafkaProblems;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.core.parsetools.RecordParser;
import io.vertx.kafka.client.producer.KafkaWriteStream;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * One stream of records from a request into a topic. The request is read while little is on its way to the broker; the first
 * thing that goes wrong ends the stream, and what was sent before is waited for. On the request's event loop.
 */
final class RecordUpload {

    /** A record of 10 MiB in Base64, with room. */
    static final int MAX_LINE_BYTES = 16 << 20;

    /** Bytes of lines on their way above which reading waits, and below which it goes on. */
    private static final int HIGH_BYTES = 1 << 20;

    private static final int LOW_BYTES = HIGH_BYTES / 2;

    private final HttpServerRequest request;
    private final KafkaWriteStream<byte[], byte[]> producer;
    private final String topic;
    private final int partitions;
    private final Promise<JsonObject> done = Promise.promise();
    private final Map<Integer, Range> written = new TreeMap<>();
    private long lines;
    private long records;
    private long onTheWay;
    private long onTheWayBytes;
    private boolean ended;
    private ProblemException failure;

    /**
     * @param request paused
     * @param producer of this request alone
     * @param partitions how many the topic has
     */
    RecordUpload(HttpServerRequest request, KafkaWriteStream<byte[], byte[]> producer, String topic, int partitions) {
        this.request = request;
        this.producer = producer;
        this.topic = topic;
        this.partitions = partitions;
    }

    /** Answers with counts and offsets when all was acknowledged; fails with a problem that counts what was. */
    Future<JsonObject> run() {
        RecordParser parser = RecordParser.newDelimited("\n", this::line)
                .maxRecordSize(MAX_LINE_BYTES)
                .exceptionHandler(tooLong -> fail(lineTooLong()));
        // Each failure is in the future of its record; without a handler it would be logged as unhandled too.
        producer.exceptionHandler(failure -> {});
        request.handler(chunk -> {
                    if (failure == null) {
                        parser.handle(chunk);
                    }
                    if (failure == null && onTheWayBytes > HIGH_BYTES) {
                        request.pause();
                    }
                })
                .exceptionHandler(broken -> fail(KafkaProblems.told(broken)))
                .endHandler(end -> {
                    ended = true;
                    if (failure == null) {
                        parser.handle(Buffer.buffer("\n"));
                    }
                    finish();
                });
        RequestStreams.invite(request);
        request.resume();
        return done.future();
    }

    private void line(Buffer line) {
        lines++;
        if (failure == null && !isBlank(line)) {
            try {
                send(line.getBytes());
            } catch (ProblemException refused) {
                fail(refused);
            }
        }
    }

    private void send(byte[] line) {
        long number = lines;
        var record = RecordDecoder.decode(topic, partitions, line, number);
        onTheWay++;
        onTheWayBytes += line.length;
        producer.send(record).onComplete((metadata, refused) -> {
            onTheWay--;
            onTheWayBytes -= line.length;
            if (refused == null) {
                acknowledge(metadata);
            } else {
                fail(at(number, KafkaProblems.told(refused)));
            }
            if (onTheWayBytes < LOW_BYTES && !ended) {
                request.resume();
            }
            finish();
        });
    }

    private void acknowledge(RecordMetadata metadata) {
        records++;
        written.merge(metadata.partition(), new Range(metadata.offset(), metadata.offset()), Range::with);
    }

    private void fail(ProblemException refused) {
        if (failure == null) {
            failure = refused;
            if (!ended) {
                request.resume();
            }
            finish();
        }
    }

    private void finish() {
        if (onTheWay > 0) {
            return;
        }
        if (failure != null) {
            done.tryFail(new ExtendedProblemException(
                    failure.problems(), new JsonObject().put("records", records), failure));
        } else if (ended) {
            done.tryComplete(new JsonObject()
                    .put("records", records)
                    .put(
                            "offsets",
                            DeploymentJson.array(
                                    written.entrySet(),
                                    range -> new JsonObject()
                                            .put("partition", range.getKey())
                                            .put("first", range.getValue().first())
                                            .put("last", range.getValue().last()))));
        }
    }

    private ProblemException lineTooLong() {
        return new ProblemException(Problem.user(
                "record-too-large",
                "the line is longer than " + (MAX_LINE_BYTES >> 20) + " MiB.",
                where(lines + 1),
                "Send larger records with a Kafka client."));
    }

    private static ProblemException at(long line, ProblemException refused) {
        return new ProblemException(refused.problems().stream()
                .map(problem -> problem.at(where(line)))
                .toList());
    }

    private static Where where(long line) {
        return new Where("", (int) Math.min(line, Integer.MAX_VALUE), 0, "");
    }

    private static boolean isBlank(Buffer line) {
        for (int i = 0; i < line.length(); i++) {
            if (line.getByte(i) > ' ') {
                return false;
            }
        }
        return true;
    }

    private record Range(long first, long last) {

        Range with(Range other) {
            return new Range(Math.min(first, other.first), Math.max(last, other.last));
        }
    }
}
