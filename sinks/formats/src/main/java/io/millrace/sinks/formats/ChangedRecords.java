package io.millrace.sinks.formats;

import io.millrace.api.feed.ConsumedRecord;
import java.io.IOException;

/**
 * Gives a file other records than it is given.
 *
 * @param change of each record; may reject it
 */
record ChangedRecords(RecordEncoder encoder, Change change) implements RecordEncoder {

    /** Makes another record of one. */
    interface Change {

        /** @throws IOException when it cannot be made now; it may be tried again later */
        ConsumedRecord of(ConsumedRecord record) throws IOException;
    }

    @Override
    public boolean write(ConsumedRecord record) throws IOException {
        return encoder.write(change.of(record));
    }

    @Override
    public void finish() throws IOException {
        encoder.finish();
    }

    @Override
    public long held() {
        return encoder.held();
    }

    @Override
    public long spillable() {
        return encoder.spillable();
    }

    @Override
    public void spill() throws IOException {
        encoder.spill();
    }

    @Override
    public int schemaVersion() {
        return encoder.schemaVersion();
    }

    @Override
    public void close() {
        encoder.close();
    }
}
