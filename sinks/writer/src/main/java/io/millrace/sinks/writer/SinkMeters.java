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
    private final Counter spillCounter;
    private long files;
    private long records;
    private long bytes;
    private String lastFile;
    private int openFiles;
    private long heldBytes;
    private long spilledBytes;

    SinkMeters(Meters meters) {
        flushCounter = meters.counter("sink.flushes", "Flushes of a partition that became visible");
        fileCounter = meters.counter("sink.files.written", "Files that became visible");
        recordCounter = meters.counter("sink.records.written", "Records in files that became visible");
        byteCounter = meters.counter("sink.bytes.written", "Bytes in files that became visible");
        spillCounter =
                meters.counter("sink.bytes.spilled", "Bytes of memory that open files gave to their outputs early");
        meters.gauge("sink.files.open", "Files that are being written", this::openFiles);
        meters.gauge("sink.bytes.held", "Bytes of memory that open files hold", this::heldBytes);
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

    /**
     * @param files that are open now
     * @param bytes of memory that they hold
     */
    synchronized void open(int files, long bytes) {
        openFiles = files;
        heldBytes = bytes;
    }

    synchronized void spilled(long bytes) {
        spillCounter.add(bytes);
        spilledBytes += bytes;
    }

    private synchronized int openFiles() {
        return openFiles;
    }

    private synchronized long heldBytes() {
        return heldBytes;
    }

    /** Since the start. */
    synchronized JsonObject toJson() {
        return new JsonObject()
                .put("files", files)
                .put("records", records)
                .put("bytes", bytes)
                .put("openFiles", openFiles)
                .put("heldBytes", heldBytes)
                .put("spilledBytes", spilledBytes)
                .put("lastFile", lastFile);
    }
}
