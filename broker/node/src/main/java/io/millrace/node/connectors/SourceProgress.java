package io.millrace.node.connectors;

import io.millrace.api.Meters;
import io.millrace.api.connector.ProducedRecord;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What a source has committed since it was started. Written on the source's context, read on any thread. */
final class SourceProgress {

    private final Count records;
    private final Count bytes;
    private final Count retries;
    private final Count deadLetters;
    private volatile JsonObject committed;
    private volatile JsonObject source = new JsonObject();

    SourceProgress(Meters meters) {
        records = new Count(meters.counter("source.records", "Records committed"));
        bytes = new Count(meters.counter("source.bytes", "Bytes of keys and values committed"));
        retries = new Count(meters.counter("source.retries", "Sessions opened again after a failure"));
        deadLetters =
                new Count(meters.counter("source.dead.letters", "Input written to the dead-letter topic or skipped"));
    }

    /** A session begins; {@code position} is null at the very first. */
    void goesOnFrom(JsonObject position, JsonObject ofTheSource) {
        committed = position;
        source = ofTheSource;
    }

    void committed(List<ProducedRecord> written, int rejected, JsonObject position) {
        records.add(written.size());
        bytes.add(written.stream().mapToLong(ProducedRecord::bytes).sum());
        deadLetters.add(rejected);
        committed = position;
    }

    void retried() {
        retries.add(1);
    }

    /** What the source says of itself. */
    void source(JsonObject progress) {
        source = progress;
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("records", records.total.get())
                .put("bytes", bytes.total.get())
                .put("retries", retries.total.get())
                .put("deadLetters", deadLetters.total.get())
                .put("committed", committed)
                .put("progress", source);
    }

    /** The position that was committed last; null when there is none. */
    JsonObject position() {
        return committed;
    }

    private record Count(Meters.Counter meter, AtomicLong total) {

        Count(Meters.Counter meter) {
            this(meter, new AtomicLong());
        }

        void add(long amount) {
            meter.add(amount);
            total.addAndGet(amount);
        }
    }
}
