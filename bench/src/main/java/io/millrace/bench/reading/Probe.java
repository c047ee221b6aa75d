package io.millrace.bench.reading;

import java.util.Map;

/** Looks at what a reader reads, and measures. The reader's thread calls {@code value} and {@code handed}. */
public interface Probe {

    void value(byte[] value);

    /** What was fetched together has been shown. */
    void handed();

    /** Waits until all that is expected was read. */
    void await() throws InterruptedException;

    /** After {@link #await()}. */
    Map<String, Double> figures();
}
