package io.millrace.cli.demo;

import io.millrace.cli.api.Api;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the records of a topic by reading them. Offsets would count markers as well. */
final class TopicCounter implements AutoCloseable {

    private final AtomicLong records = new AtomicLong();
    private final TopicLines lines;

    TopicCounter(Api api, String topic) {
        lines = new TopicLines(api, topic, line -> records.incrementAndGet());
    }

    long records() {
        return records.get();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
