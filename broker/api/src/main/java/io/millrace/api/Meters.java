package io.millrace.api;

import java.util.function.DoubleSupplier;

/** Metrics of a deployment. Names are dotted ({@code sink.files.written}); asking twice gives the same counter. */
public interface Meters {

    Counter counter(String name, String description);

    /** Registers a value that is read when metrics are scraped; it goes with the deployment. Several of one name are added up. */
    void gauge(String name, String description, DoubleSupplier value);

    /** A count that only grows. Any thread. */
    interface Counter {
        void add(long amount);
    }
}
