package io.millrace.node.gateway;

import io.millrace.api.feed.Partition;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.node.topics.PartitionReader;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * One stream of records from partitions to a response. The next poll waits until the reader has taken the last: one that does
 * not read holds one poll and one fetch, however long. On the response's event loop.
 */
final class RecordDownload {

    private static final Duration POLL = Duration.ofMillis(500);

    /** In a row, where there should be records: half a minute. */
    private static final int MOST_EMPTY_POLLS = 60;

    private final HttpServerResponse response;
    private final PartitionReader reader;
    private final ReadFrom.Range range;
    private final Map<Partition, Long> positions;
    private final RecordEncoder encoder = new RecordEncoder();
    private final Promise<Void> done = Promise.promise();
    private long remaining;
    private int emptyPolls;

    /**
     * @param reader at the starts of the range
     * @param max most records to send
     */
    RecordDownload(HttpServerResponse response, PartitionReader reader, ReadFrom.Range range, long max) {
        this.response = response;
        this.reader = reader;
        this.range = range;
        this.positions = new HashMap<>(range.starts());
        this.remaining = max;
    }

    /** Completes when everything was sent or the client is gone; fails when the broker does. The reader is closed then. */
    Future<Void> run() {
        if (response.closed()) {
            done.tryComplete();
        } else {
            response.closeHandler(gone -> done.tryComplete());
            response.exceptionHandler(broken -> done.tryComplete());
            response.setChunked(true)
                    .putHeader("content-type", "application/x-ndjson")
                    .writeHead();
        }
        next();
        return done.future().eventually(reader::close);
    }

    private void next() {
        if (done.future().isComplete()) {
            return;
        }
        if (remaining == 0 || isAtEnd()) {
            response.end().onComplete(sent -> done.tryComplete());
            return;
        }
        reader.poll(POLL).onSuccess(this::send).onFailure(done::tryFail);
    }

    private void send(ConsumerRecords<byte[], byte[]> records) {
        emptyPolls = records.isEmpty() ? emptyPolls + 1 : 0;
        if (emptyPolls > MOST_EMPTY_POLLS && !range.isEndless()) {
            done.tryFail(new ProblemException(Problem.resource(
                    "broker-unreachable", "the broker gives no more records.", Where.path("kafka"), "Try again.")));
            return;
        }
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (remaining > 0 && record.offset() < range.ends().get(partition(record))) {
                encoder.add(record);
                remaining--;
            }
        }
        records.nextOffsets()
                .forEach((partition, next) ->
                        positions.put(new Partition(partition.topic(), partition.partition()), next.offset()));
        Buffer lines = encoder.take();
        if (lines.length() == 0) {
            next();
        } else {
            // Not writeQueueFull(): it counts buffers, of which one may hold megabytes.
            response.write(lines).onSuccess(taken -> next()).onFailure(gone -> done.tryComplete());
        }
    }

    private boolean isAtEnd() {
        return range.ends().entrySet().stream().allMatch(end -> positions.get(end.getKey()) >= end.getValue());
    }

    private static Partition partition(ConsumerRecord<?, ?> record) {
        return new Partition(record.topic(), record.partition());
    }
}
