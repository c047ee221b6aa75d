package io.millrace.processing.functions.mapping;

import io.millrace.api.feed.ConsumedRecord;
import io.vertx.core.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.event.ruler.Machine;

/**
 * The filters of a mapping, compiled together: a record passes when it matches one of them. Any thread.
 *
 * <p>A value that is JSON is looked into; any other is a text. So a pattern for an object does not match a text, and a pattern for a
 * text does not match an object.
 */
final class Filters implements Predicate<ConsumedRecord> {

    private static final Logger LOG = LoggerFactory.getLogger(Filters.class);

    private final Machine machine = Machine.builder().build();
    private final Set<String> fields = new HashSet<>();

    /** @param patterns that {@link FilterPattern#check} has nothing against */
    Filters(List<String> patterns) {
        for (String pattern : patterns) {
            try {
                machine.addRule(pattern, pattern);
            } catch (IOException unchecked) {
                throw new IllegalArgumentException(unchecked);
            }
            fields.addAll(FilterPattern.fields(pattern));
        }
    }

    @Override
    public boolean test(ConsumedRecord record) {
        String value = record.value() == null || !fields.contains("value") ? null : text(record.value());
        String key = record.key() == null || !fields.contains("key") ? null : text(record.key());
        boolean rawValue = value != null && isOneJsonValue(value);
        boolean rawKey = key != null && isOneJsonValue(key);
        try {
            return matches(record, value, rawValue, key, rawKey);
        } catch (IOException | RuntimeException notJson) {
            return matchesAsTexts(record, value, key);
        }
    }

    private boolean matches(ConsumedRecord record, String value, boolean rawValue, String key, boolean rawKey)
            throws IOException {
        StringBuilder event = new StringBuilder(64 + (value == null ? 0 : value.length()));
        event.append('{');
        append(event, "value", value, rawValue);
        append(event, "key", key, rawKey);
        append(event, "topic", record.topic(), false);
        append(event, "partition", Integer.toString(record.partition()), true);
        append(event, "offset", Long.toString(record.offset()), true);
        append(event, "timestamp", Long.toString(record.timestampMs()), true);
        append(event, "timestampType", record.logAppendTime() ? "LOG_APPEND_TIME" : "CREATE_TIME", false);
        return !rulesFor(event.append('}').toString()).isEmpty();
    }

    /** What only looked like JSON is a text; a record that cannot be looked at even so is handed over rather than lost. */
    private boolean matchesAsTexts(ConsumedRecord record, String value, String key) {
        try {
            return matches(record, value, false, key, false);
        } catch (IOException | RuntimeException failed) {
            LOG.atWarn()
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .addKeyValue("error", failed.getMessage())
                    .log("the filters cannot look at a record, which is handed over");
            return true;
        }
    }

    private List<String> rulesFor(String event) throws IOException {
        try {
            return machine.rulesForJSONEvent(event);
        } catch (IOException | RuntimeException told) {
            throw told;
        } catch (Exception declared) {
            throw new IllegalStateException(declared);
        }
    }

    private void append(StringBuilder event, String field, String value, boolean raw) {
        if (value == null || !fields.contains(field)) {
            return;
        }
        event.append(event.length() == 1 ? "\"" : ",\"").append(field).append("\":");
        event.append(raw ? value : Json.encode(value));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /**
     * Whether the text may stand as a value in JSON without ending what it stands in: its brackets close at its end, not before. It
     * is not known to be JSON by that.
     */
    static boolean isOneJsonValue(String text) {
        String value = text.strip();
        if (value.isEmpty()) {
            return false;
        }
        char first = value.charAt(0);
        if (first != '{' && first != '[' && first != '"') {
            return value.equals("true")
                    || value.equals("false")
                    || value.equals("null")
                    || ((first == '-' || Character.isDigit(first)) && value.matches("[-+.eE0-9]{1,400}"));
        }
        return endOfFirst(value) == value.length();
    }

    /** The index after the first object, list or string; -1 when it does not end. */
    private static int endOfFirst(String text) {
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (quoted) {
                if (each == '\\') {
                    i++;
                } else if (each == '"') {
                    quoted = false;
                }
            } else if (each == '"') {
                quoted = true;
            } else if (each == '{' || each == '[') {
                depth++;
            } else if (each == '}' || each == ']') {
                depth--;
            }
            if (depth == 0 && !quoted) {
                return i + 1;
            }
        }
        return -1;
    }
}
