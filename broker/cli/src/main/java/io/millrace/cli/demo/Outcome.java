package io.millrace.cli.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** What has come out of a pipeline in one place, read with nothing of the code that wrote it. Used by one thread. */
interface Outcome extends AutoCloseable {

    /** Such as {@code in finished files}. */
    String where();

    /** Events so far. */
    long events() throws IOException;

    /** Events that are due when the topic has so many. */
    default long due(long inTopic) {
        return inTopic;
    }

    /** How long fewer events than are due, and no new ones, may look like all there will be. */
    default Duration doubt() {
        return Duration.ofSeconds(5);
    }

    /** What must come out, by name in the order to show it. */
    Map<String, String> expected();

    /** What is there. */
    Map<String, String> found() throws IOException;

    @Override
    void close() throws IOException;
}
