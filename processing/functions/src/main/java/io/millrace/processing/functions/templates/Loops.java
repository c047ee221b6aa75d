package io.millrace.processing.functions.templates;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code Fn::ForEach::Name: [Identifier, [values], {key: value}]}, written out: the members once for each value. */
final class Loops {

    static final String PREFIX = "Fn::ForEach::";

    /** More than any template has; keeps a few lines of loops in loops from becoming gigabytes. */
    private static final int MOST_MEMBERS = 1_000;

    private final Evaluator evaluator;

    Loops(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    JsonObject expand(JsonObject object, String path) {
        if (object.fieldNames().stream().noneMatch(key -> key.startsWith(PREFIX))) {
            return object;
        }
        JsonObject expanded = new JsonObject(new LinkedHashMap<>());
        for (Map.Entry<String, Object> member : object) {
            if (member.getKey().startsWith(PREFIX)) {
                turns(new Call(evaluator, "Fn::ForEach", member.getValue(), path + "." + member.getKey()), expanded);
            } else {
                expanded.put(member.getKey(), member.getValue());
            }
        }
        return expanded;
    }

    private void turns(Call loop, JsonObject into) {
        loop.count(3, 3);
        String identifier = loop.text(0);
        List<Object> values = loop.list(1);
        if (!(loop.written(2) instanceof JsonObject body)) {
            throw evaluator.refuse(loop.path(2), "Fn::ForEach takes an object here.", "Write {Key: value}.");
        }
        for (Object value : values) {
            String text = evaluator.text(value, loop.path(1));
            JsonObject turn = (JsonObject) replaced(body, identifier, text);
            expand(turn, loop.path(2)).forEach(member -> into.put(member.getKey(), member.getValue()));
            if (into.size() > MOST_MEMBERS) {
                throw loop.refuse("the loop makes more than " + MOST_MEMBERS + " members.", "Go over fewer values.");
            }
        }
    }

    private static Object replaced(Object value, String identifier, String by) {
        if (value instanceof JsonObject object) {
            JsonObject copy = new JsonObject(new LinkedHashMap<>());
            object.forEach(member ->
                    copy.put(filled(member.getKey(), identifier, by), replaced(member.getValue(), identifier, by)));
            return copy.size() == 1 && identifier.equals(copy.getValue("Ref")) ? by : copy;
        }
        if (value instanceof JsonArray array) {
            return new JsonArray(
                    array.stream().map(item -> replaced(item, identifier, by)).toList());
        }
        return value instanceof String text ? filled(text, identifier, by) : value;
    }

    /** The second form leaves out what may not stand in a logical name. */
    private static String filled(String text, String identifier, String by) {
        return text.replace("${" + identifier + "}", by)
                .replace("&{" + identifier + "}", by.replaceAll("[^A-Za-z0-9]", ""));
    }
}
