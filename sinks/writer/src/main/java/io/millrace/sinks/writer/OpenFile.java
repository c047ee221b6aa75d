package io.millrace.sinks.writer;

import io.millrace.api.feed.ConsumedRecord;
import io.millrace.sinks.formats.Format;
import io.millrace.sinks.formats.RecordEncoder;
import java.io.IOException;

/** One file that is being written. */
final class OpenFile {

    /** Of names, of the output and of the encoder, about. */
    static final int LEAST_HELD = 2 * 1024;

    private final String name;
    private final Output output;
    private final RecordEncoder encoder;
    private long records;
    private long firstOffset;
    private long lastOffset;
    private boolean finished;
    private IOException failure; // of a spill; null when all is well

    private OpenFile(String name, Output output, RecordEncoder encoder) {
        this.name = name;
        this.output = output;
        this.encoder = encoder;
    }

    static OpenFile create(Storage storage, Area area, String name, Format format) throws IOException {
        Output output = storage.create(area, name);
        try {
            return new OpenFile(name, output, format.begin(output));
        } catch (IOException | RuntimeException failure) {
            output.drop();
            throw failure;
        }
    }

    /**
     * @return false when it can take no more: it should be sealed, and another one takes the record
     * @throws io.millrace.api.feed.DeliveryException that rejects the record
     */
    boolean write(ConsumedRecord record) throws IOException {
        requireWell();
        if (!encoder.write(record)) {
            return false;
        }
        if (records++ == 0) {
            firstOffset = record.offset();
        }
        lastOffset = record.offset();
        return true;
    }

    boolean isEmpty() {
        return records == 0;
    }

    /** Bytes of memory. */
    long held() {
        return LEAST_HELD + encoder.held();
    }

    /** How many of those a spill would free; not above 0 when it is not worth it. */
    long spillable() {
        return failure == null ? encoder.spillable() : 0;
    }

    /** Frees memory. A failure is told when the file is used next: this may be called while another lane is at work. */
    void spill() {
        try {
            encoder.spill();
        } catch (IOException failed) {
            failure = failed;
        }
    }

    private void requireWell() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    /** Ends what is written, so that much of {@link #seal()} is done when that is called. */
    void finish() throws IOException {
        requireWell();
        finished = true;
        encoder.finish();
        encoder.close();
        output.finish();
    }

    Intent.File seal() throws IOException {
        if (!finished) {
            finish();
        }
        String handle = output.seal();
        return new Intent.File(handle, name, firstOffset, lastOffset, records, output.bytes(), encoder.schemaVersion());
    }

    void drop() {
        encoder.close();
        output.drop();
    }
}
