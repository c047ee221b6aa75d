package io.millrace.sinks.formats.row;

/** Reads values of one {@link WriterSchema} into rows of one layout. Not thread-safe. */
@FunctionalInterface
public interface RowReader {

    /**
     * Fills a row that has begun with these bytes.
     *
     * @param start where the value begins; it ends with the array
     * @throws io.millrace.api.feed.DeliveryException that rejects what is no such value
     */
    void read(byte[] in, int start, Row row);
}
