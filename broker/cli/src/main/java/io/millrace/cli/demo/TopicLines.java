package io.millrace.cli.demo;

import io.millrace.cli.Poll;
import io.millrace.cli.api.Api;
import io.millrace.cli.api.Refused;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** Reads a topic from its beginning, as records come, on a thread of its own; waits for the topic if it is not there yet. */
final class TopicLines implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Api api;
    private final String topic;
    private final Consumer<String> reader;
    private final Thread thread;
    private InputStream stream; // guarded by this; null before the topic is there
    private boolean closed; // guarded by this

    /** @param reader takes each record, a line of JSON, on the thread */
    TopicLines(Api api, String topic, Consumer<String> reader) {
        this.api = api;
        this.topic = topic;
        this.reader = reader;
        this.thread = new Thread(this::read, "read-" + topic);
        thread.setDaemon(true);
        thread.start();
    }

    private void read() {
        try {
            Poll.until(this::open, PATIENCE);
            InputStream opened = opened();
            if (opened != null) {
                new BufferedReader(new InputStreamReader(opened, StandardCharsets.UTF_8))
                        .lines()
                        .forEach(reader);
            }
        } catch (InterruptedException | UncheckedIOException ended) {
            // What was read stays.
        }
    }

    /** True when there is no more to wait for. */
    private synchronized boolean open() {
        if (closed) {
            return true;
        }
        try {
            stream = api.consume(topic, Map.of("from", "earliest", "follow", "true"));
            return true;
        } catch (Refused refused) {
            return refused.status() != 404;
        }
    }

    private synchronized InputStream opened() {
        return stream;
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        thread.interrupt();
        if (stream != null) {
            stream.close();
        }
    }
}
