package io.millrace.sinks.writer.partitioner;

import io.millrace.api.feed.ConsumedRecord;

/** A folder for each partition: {@code partition=0}. */
final class DefaultPartitioner implements Partitioner {

    // A batch is of one partition.
    private int last = -1;
    private String lastFolder;

    @Override
    public String folder(ConsumedRecord record) {
        if (record.partition() != last) {
            last = record.partition();
            lastFolder = "partition=" + last;
        }
        return lastFolder;
    }
}
