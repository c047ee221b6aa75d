package io.millrace.cli.demo;

import io.millrace.cli.api.Api;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the records of a topic by reading them, as they come, on a thread of its own. Offsets would count markers as well. */
final class TopicCounter implements AutoCloseable {

    private final AtomicLong records = new AtomicLong();
    private final InputStream stream;

    TopicCounter(Api api, String topic) {
        stream = api.consume(topic, Map.of("from", "earliest", "follow", "true"));
        Thread reader = new Thread(this::count, "count-" + topic);
        reader.setDaemon(true);
        reader.start();
    }

    long records() {
        return records.get();
    }

    private void count() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            while (lines.readLine() != null) {
                records.incrementAndGet();
            }
        } catch (IOException closed) {
            // The count stays as it is.
        }
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
