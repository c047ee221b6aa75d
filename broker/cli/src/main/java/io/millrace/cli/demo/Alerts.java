package io.millrace.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cli.api.Api;
import java.io.IOException;
import java.util.Map;

/** What a function makes of strong earthquakes: a record for each. */
final class Alerts implements Outcome {

    private static final String TOPIC = "alerts";

    private final TopicCounter counter;
    private final long expected;

    Alerts(Api api, JsonNode expected) {
        this.counter = new TopicCounter(api, TOPIC);
        this.expected = expected.path("eventsOfMagnitude4.5AndMore").asLong();
    }

    @Override
    public String where() {
        return "in the topic " + TOPIC;
    }

    @Override
    public long events() {
        return counter.records();
    }

    @Override
    public long due(long inTopic) {
        return expected;
    }

    @Override
    public Map<String, String> expected() {
        return Map.of(TOPIC, QuakeFacts.grouped(expected));
    }

    @Override
    public Map<String, String> found() {
        return Map.of(TOPIC, QuakeFacts.grouped(counter.records()));
    }

    @Override
    public void close() throws IOException {
        counter.close();
    }
}
