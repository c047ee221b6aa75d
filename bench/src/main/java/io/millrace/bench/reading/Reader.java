package io.millrace.bench.reading;

/** Reads a topic from its beginning as a member of a group of its own, and commits as it goes. */
public interface Reader extends AutoCloseable {

    /** Begins to show what is read to the probe, on a thread of the reader. */
    void start(Probe probe);

    /** Commits what was shown and leaves the group. */
    @Override
    void close();
}
