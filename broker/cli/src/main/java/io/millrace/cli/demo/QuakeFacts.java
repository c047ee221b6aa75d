package io.millrace.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is counted of a set of earthquakes.
 *
 * @param distinctIds events without those that are there a second time
 * @param byDay by UTC day of the event
 * @param strong of magnitude 4.5 and more
 * @param sha256 of all lines, sorted, with line ends between them
 */
record QuakeFacts(long events, long distinctIds, Map<String, Long> byDay, long strong, String sha256) {

    private static final int SHOWN_HEX_DIGITS = 12;

    /** Reads {@code expected.json}. */
    static QuakeFacts expected(Path file) throws IOException {
        JsonNode facts = new ObjectMapper().readTree(file.toFile());
        Map<String, Long> byDay = new TreeMap<>();
        facts.path("eventsByDay")
                .properties()
                .forEach(day -> byDay.put(day.getKey(), day.getValue().asLong()));
        return new QuakeFacts(
                facts.path("events").asLong(),
                facts.path("distinctIds").asLong(),
                byDay,
                facts.path("eventsOfMagnitude4.5AndMore").asLong(),
                facts.path("sha256OfSortedLines").asText());
    }

    /** Each fact by its name, in the order they are shown. */
    Map<String, String> byName() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("events", grouped(events));
        facts.put("distinct ids", grouped(distinctIds));
        byDay.forEach((day, count) -> facts.put("on " + day, grouped(count)));
        facts.put("magnitude 4.5 and more", grouped(strong));
        facts.put("SHA-256 of all lines", sha256.substring(0, Math.min(sha256.length(), SHOWN_HEX_DIGITS)));
        return facts;
    }

    private static String grouped(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
