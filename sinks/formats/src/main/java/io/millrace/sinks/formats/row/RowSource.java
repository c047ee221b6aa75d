package io.millrace.sinks.formats.row;

import io.millrace.api.feed.ConsumedRecord;
import java.io.IOException;

/** Makes rows of the records of one topic. Not thread-safe. */
public interface RowSource {

    /**
     * The record as a row; the next call may use the same row again. Its layout is another one than before when the schema has
     * widened.
     *
     * @throws io.millrace.api.feed.DeliveryException that rejects the record
     * @throws IOException when the schema cannot be kept; the record may be read again later
     */
    Row read(ConsumedRecord record) throws IOException;
}
