package io.millrace.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.cli.api.Api;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What a Flink job counts by hour and network. The newest record of a key holds; a record that says the same again is one too many. */
final class HourlyCounts implements Outcome {

    private static final String TOPIC = "quakes-per-hour";
    private static final String LATE = "late";

    private final Map<String, JsonNode> newest = new TreeMap<>(); // guarded by this
    private long repeated; // guarded by this
    private final JsonNode expected;
    private final TopicLines lines;
    private final TopicCounter late;

    HourlyCounts(Api api, JsonNode expected) {
        this.expected = expected;
        this.lines = new TopicLines(api, TOPIC, this::take);
        this.late = new TopicCounter(api, TOPIC + "-late");
    }

    private synchronized void take(String line) {
        try {
            JsonNode record = new ObjectMapper().readTree(line);
            JsonNode value = record.path("value");
            JsonNode before = newest.put(record.path("key").asText(), value);
            repeated += value.equals(before) ? 1 : 0;
        } catch (JsonProcessingException notJson) {
            throw new IllegalStateException("the node answers lines of JSON", notJson);
        }
    }

    @Override
    public String where() {
        return "counted by hour";
    }

    @Override
    public synchronized long events() {
        return newest.values().stream().mapToLong(HourlyCounts::quakes).sum();
    }

    /** The job waits for a checkpoint, and before that for a while in which no event comes. */
    @Override
    public Duration doubt() {
        return Duration.ofMinutes(1);
    }

    @Override
    public Map<String, String> expected() {
        Map<String, Long> byNetwork = new LinkedHashMap<>();
        expected.path("eventsByNetwork")
                .properties()
                .forEach(network ->
                        byNetwork.put(network.getKey(), network.getValue().asLong()));
        return byName(
                expected.path("hours").asLong(),
                expected.path("hoursByNetwork").asLong(),
                expected.path("busiestHour").asText(),
                expected.path("eventsInBusiestHour").asLong(),
                new TreeMap<>(byNetwork),
                0,
                expected.path(LATE).asLong());
    }

    @Override
    public synchronized Map<String, String> found() {
        Map<String, Long> byHour = sums(newest.values(), "hour");
        Map.Entry<String, Long> busiest =
                byHour.entrySet().stream().max(Map.Entry.comparingByValue()).orElse(Map.entry("-", 0L));
        return byName(
                byHour.size(),
                newest.size(),
                busiest.getKey(),
                busiest.getValue(),
                sums(newest.values(), "network"),
                repeated,
                late.records());
    }

    private static Map<String, Long> sums(Collection<JsonNode> counts, String field) {
        Map<String, Long> sums = new TreeMap<>();
        counts.forEach(count -> sums.merge(count.path(field).asText(), quakes(count), Long::sum));
        return sums;
    }

    private static long quakes(JsonNode count) {
        return count.path("quakes").asLong();
    }

    private static Map<String, String> byName(
            long hours,
            long hoursByNetwork,
            String busiest,
            long inBusiest,
            Map<String, Long> byNetwork,
            long repeated,
            long late) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("hours with events", QuakeFacts.grouped(hours));
        facts.put("hours by network", QuakeFacts.grouped(hoursByNetwork));
        facts.put("busiest hour", busiest);
        facts.put("events in it", QuakeFacts.grouped(inBusiest));
        byNetwork.forEach((network, events) -> facts.put("of network " + network, QuakeFacts.grouped(events)));
        facts.put("counts written twice", QuakeFacts.grouped(repeated));
        facts.put("late events", QuakeFacts.grouped(late));
        return facts;
    }

    @Override
    public void close() throws IOException {
        lines.close();
        late.close();
    }
}
