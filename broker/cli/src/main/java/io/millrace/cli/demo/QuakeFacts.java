package io.millrace.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
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
 * @param more what only some forms of files can tell, by its name: {@link #SHA_256}, {@link #SIGNIFICANCE}
 */
record QuakeFacts(long events, long distinctIds, Map<String, Long> byDay, long strong, Map<String, String> more) {

    /** Of all lines, sorted, with line ends between them. */
    static final String SHA_256 = "SHA-256 of all lines";

    /** The field {@code sig}, added up. */
    static final String SIGNIFICANCE = "sum of significance";

    private static final int SHOWN_CHARACTERS = 12;

    /** Reads {@code expected.json}. */
    static QuakeFacts expected(JsonNode facts) {
        Map<String, Long> byDay = new TreeMap<>();
        facts.path("eventsByDay")
                .properties()
                .forEach(day -> byDay.put(day.getKey(), day.getValue().asLong()));
        Map<String, String> more = new LinkedHashMap<>();
        if (facts.has("sha256OfSortedLines")) {
            more.put(SHA_256, facts.path("sha256OfSortedLines").asText());
        }
        if (facts.has("sumOfSignificance")) {
            more.put(SIGNIFICANCE, grouped(facts.path("sumOfSignificance").asLong()));
        }
        return new QuakeFacts(
                facts.path("events").asLong(),
                facts.path("distinctIds").asLong(),
                byDay,
                facts.path("eventsOfMagnitude4.5AndMore").asLong(),
                more);
    }

    /** Each fact by its name, in the order they are shown. */
    Map<String, String> byName() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("events", grouped(events));
        facts.put("distinct ids", grouped(distinctIds));
        byDay.forEach((day, count) -> facts.put("on " + day, grouped(count)));
        facts.put("magnitude 4.5 and more", grouped(strong));
        more.forEach((name, value) -> facts.put(name, value.substring(0, Math.min(value.length(), SHOWN_CHARACTERS))));
        return facts;
    }

    static String grouped(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
