package io.millrace.sinks.writer;

import io.millrace.api.Meters;
import io.millrace.api.Meters.Counter;

/** What a sink counts: only what readers can find. */
final class SinkMeters {

    private final Counter flushes;
    private final Counter files;
    private final Counter records;
    private final Counter bytes;

    SinkMeters(Meters meters) {
        flushes = meters.counter("sink.flushes", "Flushes of a partition that became visible");
        files = meters.counter("sink.files.written", "Files that became visible");
        records = meters.counter("sink.records.written", "Records in files that became visible");
        bytes = meters.counter("sink.bytes.written", "Bytes in files that became visible");
    }

    void published(Intent intent) {
        flushes.add(1);
        files.add(intent.files().size());
        for (Intent.File file : intent.files()) {
            records.add(file.records());
            bytes.add(file.bytes());
        }
    }
}
