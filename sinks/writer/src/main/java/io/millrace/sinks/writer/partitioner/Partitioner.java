package io.millrace.sinks.writer.partitioner;

import io.millrace.api.feed.ConsumedRecord;
import java.io.IOException;

/** Says which folder a record goes to. One instance serves one thread. */
@FunctionalInterface
public interface Partitioner {

    /**
     * The folder under that of the topic: {@code partition=0}, {@code day=2026-01-31}. Equal for records that go to one file.
     *
     * @throws io.millrace.api.feed.DeliveryException that rejects a record which has no folder
     * @throws IOException as a {@linkplain io.millrace.sinks.formats.RecordField field} does
     */
    String folder(ConsumedRecord record) throws IOException;
}
