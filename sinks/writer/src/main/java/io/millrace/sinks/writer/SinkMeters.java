package io.millrace.sinks.writer;

import io.millrace.api.Meters;
import io.millrace.api.Meters.Counter;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** What a sink counts: of what is written, only what readers can find. Any thread. */
final class SinkMeters {

    private final Counter flushCounter;
    private final Counter fileCounter;
    private final Counter recordCounter;
    private final Counter byteCounter;
    private long files;
    private long records;
    private long bytes;
    private String lastFile;
    private int openFiles;

    SinkMeters(Meters meters) {
        flushCounter = meters.counter("sink.flushes", "Flushes of a partition that became visible");
        fileCounter = meters.counter("sink.files.written", "Files that became visible");
        recordCounter = meters.counter("sink.records.written", "Records in files that became visible");
        byteCounter = meters.counter("sink.bytes.written", "Bytes in files that became visible");
    }

    synchronized void published(Intent intent) {
        List<Intent.File> published = intent.files();
        flushCounter.add(1);
        fileCounter.add(published.size());
        files += published.size();
        for (Intent.File file : published) {
            recordCounter.add(file.records());
            byteCounter.add(file.bytes());
            records += file.records();
            bytes += file.bytes();
            lastFile = file.name();
        }
    }

    synchronized void open(int now) {
        openFiles = now;
    }

    /** Since the start. */
    synchronized JsonObject toJson() {
        return new JsonObject()
                .put("files", files)
                .put("records", records)
                .put("bytes", bytes)
                .put("openFiles", openFiles)
                .put("lastFile", lastFile);
    }
}
