package io.millrace.processing.functions.templates;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A definition in the making, or an entry of its {@code events}.
 *
 * @param origins paths of the document by paths of the definition
 */
record Draft(JsonObject settings, Map<String, String> origins) {

    private static final String EVENTS = "events";

    /** @param origin path of the document that the whole comes from */
    static Draft of(String origin) {
        Map<String, String> origins = new LinkedHashMap<>();
        origins.put("", origin);
        return new Draft(new JsonObject(new LinkedHashMap<>()), origins);
    }

    /** @param key may be a path of objects: {@code config.consumerGroupId} */
    void put(String key, Object value, String origin) {
        JsonObject parent = settings;
        String rest = key;
        for (int dot = rest.indexOf('.'); dot > 0; dot = rest.indexOf('.')) {
            String first = rest.substring(0, dot);
            if (!parent.containsKey(first)) {
                parent.put(first, new JsonObject());
            }
            parent = parent.getJsonObject(first);
            rest = rest.substring(dot + 1);
        }
        parent.put(rest, value);
        origins.put(key, origin);
    }

    /** Adds a mapping; it takes the place of one that reads the same topics of the same cluster. */
    void event(Draft event) {
        if (!(settings.getValue(EVENTS) instanceof JsonArray)) {
            settings.put(EVENTS, new JsonArray());
        }
        JsonArray events = settings.getJsonArray(EVENTS);
        int place = 0;
        while (place < events.size() && !isSame(events.getValue(place), event.settings)) {
            place++;
        }
        if (place < events.size()) {
            events.set(place, event.settings);
        } else {
            events.add(event.settings);
        }
        String prefix = EVENTS + "[" + place + "]";
        event.origins.forEach((key, origin) -> origins.put(key.isEmpty() ? prefix : prefix + "." + key, origin));
    }

    private static boolean isSame(Object there, JsonObject event) {
        return there instanceof JsonObject other
                && EventSource.IDENTITY.stream()
                        .allMatch(key -> Objects.equals(other.getValue(key), event.getValue(key)));
    }
}
