package io.millrace.sinks.formats.row;

import java.io.IOException;

/** Makes the row source of each topic. */
@FunctionalInterface
public interface RowSources {

    /** @throws IOException when its schema cannot be read; it may be asked for again later */
    RowSource of(String topic) throws IOException;
}
