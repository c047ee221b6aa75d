package io.millrace.sinks.formats;

import io.millrace.api.feed.ConsumedRecord;
import java.io.IOException;

/** Writes the records of one file. Not thread-safe. */
public interface RecordEncoder extends AutoCloseable {

    /**
     * Adds a record.
     *
     * @return false when this file cannot take it but another one can, because the schema has widened; nothing of it is in the file
     *     then, which should be finished. The first record of a file is never answered so
     * @throws io.millrace.api.feed.DeliveryException that rejects the record, when this format cannot take it; nothing of it
     *     is in the file then, which goes on
     * @throws IOException when the output fails; the file is of no use any more
     */
    boolean write(ConsumedRecord record) throws IOException;

    /**
     * Completes the file: every byte has been given to the output.
     *
     * @throws IOException when the output fails; the file is of no use any more
     */
    void finish() throws IOException;

    /** Bytes of memory that the encoder holds, in the heap and outside of it. Cheap. */
    long held();

    /** How many bytes of memory {@link #spill()} would free; not above 0 when it is not worth it. Cheap. */
    long spillable();

    /**
     * Gives to the output what is held, as far as the format goes, and frees it. The file goes on; it only becomes larger than without.
     *
     * @throws IOException when the output fails; the file is of no use any more
     */
    void spill() throws IOException;

    /** Version of the schema that the file tells; 0 when the format has none. */
    default int schemaVersion() {
        return 0;
    }

    /** Frees what the encoder holds, finished or not. Writes nothing and leaves the output open. */
    @Override
    void close();
}
