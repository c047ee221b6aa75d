package io.millrace.processing.functions.mapping;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.Where;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.event.ruler.JsonRuleCompiler;

/** What can be said of a filter's pattern without a record. */
final class FilterPattern {

    /** What a pattern may be over: the fields of a record in the event, but its headers. */
    static final List<String> FIELDS =
            List.of("value", "key", "topic", "partition", "offset", "timestamp", "timestampType");

    private static final String OR = "$or";
    private static final Pattern COMPLAINT =
            Pattern.compile("(.*?)\\s+at \\[Source:.*line: (\\d+), column: (\\d+)].*", Pattern.DOTALL);
    private static final int SHOWN = 40;

    private FilterPattern() {}

    /** What is wrong with it; empty when nothing is. */
    static Optional<Problem> check(String pattern, Where where) {
        String complaint = JsonRuleCompiler.check(pattern);
        if (complaint != null) {
            return Optional.of(unreadable(pattern, complaint, where));
        }
        return fields(pattern).stream()
                .filter(field -> !FIELDS.contains(field))
                .findFirst()
                .map(field -> Problem.user(
                        "invalid-filter",
                        "the pattern is over '" + field + "', which records of Kafka do not have.",
                        where,
                        "Write it over " + String.join(", ", FIELDS) + ": {\"value\": {…}}."));
    }

    private static Problem unreadable(String pattern, String complaint, Where where) {
        Matcher parts = COMPLAINT.matcher(complaint);
        boolean placed = parts.matches();
        String what = placed
                ? "the pattern is wrong at line " + parts.group(2) + ", column " + parts.group(3) + ", before '"
                        + after(pattern, Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3))) + "': "
                        + parts.group(1)
                : "the pattern is wrong: " + complaint;
        return Problem.user(
                "invalid-filter",
                what + ".",
                where,
                "Write a pattern of EventBridge, such as {\"value\": {\"a\": [1]}}.");
    }

    private static String after(String pattern, int line, int column) {
        String text = pattern.lines().skip(line - 1L).findFirst().orElse("");
        int from = Math.min(Math.max(0, column - 1), text.length());
        return text.substring(from, Math.min(text.length(), from + SHOWN));
    }

    /** The fields of a record that the pattern looks at. */
    static Set<String> fields(String pattern) {
        Set<String> fields = new LinkedHashSet<>();
        try {
            addFields(new JsonObject(pattern), fields);
        } catch (DecodeException lenient) {
            fields.addAll(FIELDS); // the compiler of patterns takes more than JSON
        }
        return fields;
    }

    private static void addFields(JsonObject pattern, Set<String> fields) {
        for (String name : pattern.fieldNames()) {
            if (name.equals(OR) && pattern.getValue(name) instanceof JsonArray choices) {
                choices.stream()
                        .filter(JsonObject.class::isInstance)
                        .forEach(choice -> addFields((JsonObject) choice, fields));
            } else {
                fields.add(name);
            }
        }
    }
}
