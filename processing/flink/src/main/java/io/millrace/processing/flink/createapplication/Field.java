package io.millrace.processing.flink.createapplication;

import io.millrace.api.problem.Suggestion;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What becomes of a field of a request. */
@FunctionalInterface
interface Field {

    String CONFIGURATION_TYPE = "ConfigurationType";

    /** @param path of the value in the request */
    void read(Draft draft, String path, Object value);

    /** The same value under our name. */
    static Field as(String setting) {
        return (draft, path, value) -> draft.put(setting, value, path);
    }

    static Field milliseconds(String setting) {
        return (draft, path, value) -> draft.put(setting, value instanceof Number ? value + "ms" : value, path);
    }

    /** @param why as a clause */
    static Field noEffect(String why) {
        return (draft, path, value) -> draft.hasNoEffect(path, why);
    }

    /** Nothing needs to be done for one value, and any other cannot be done. */
    static Field noEffectUnless(Object done, String why) {
        return (draft, path, value) -> {
            if (!done.equals(value)) {
                draft.hasNoEffect(path, why);
            }
        };
    }

    static Field refused(String what, String mend) {
        return (draft, path, value) -> draft.report(path, "not-run-here", what, mend);
    }

    static Field oneOf(List<String> words) {
        return (draft, path, value) -> {
            if (!words.contains(String.valueOf(value))) {
                String what = "'" + value + "' is none of " + String.join(", ", words) + ".";
                draft.report(path, "invalid-value", what, Suggestion.mend(String.valueOf(value), words));
            }
        };
    }

    /** An object that has these fields and no others. */
    static Field object(Map<String, Field> fields) {
        return (draft, path, value) -> each(draft, path, value, fields);
    }

    /** An object whose fields count only when its type is CUSTOM. Source: CreateApplication, ConfigurationType. */
    static Field configuration(Map<String, Field> fields) {
        Map<String, Field> custom = new HashMap<>(fields);
        custom.put(CONFIGURATION_TYPE, oneOf(List.of("DEFAULT", "CUSTOM")));
        Map<String, Field> ignored = new HashMap<>(custom);
        ignored.replaceAll((name, field) ->
                name.equals(CONFIGURATION_TYPE) ? field : noEffect("the " + CONFIGURATION_TYPE + " is DEFAULT"));
        return (draft, path, value) -> {
            boolean standard =
                    value instanceof JsonObject object && "DEFAULT".equals(object.getValue(CONFIGURATION_TYPE));
            each(draft, path, value, standard ? ignored : custom);
        };
    }

    /** A list of objects. */
    static Field list(Field item) {
        return (draft, path, value) -> {
            if (value instanceof JsonArray items) {
                for (int i = 0; i < items.size(); i++) {
                    item.read(draft, path + "[" + i + "]", items.getValue(i));
                }
            } else {
                draft.report(path, "wrong-type", "it is not a list.", "Write [ ] around it.");
            }
        };
    }

    private static void each(Draft draft, String path, Object value, Map<String, Field> fields) {
        if (!(value instanceof JsonObject object)) {
            draft.report(path, "wrong-type", "it is not an object.", "Write { } with fields in it.");
            return;
        }
        for (Map.Entry<String, Object> entry : object) {
            String name = entry.getKey();
            String there = path.isEmpty() ? name : path + "." + name;
            Field field = fields.get(name);
            if (field == null) {
                draft.report(
                        there,
                        "unknown-property",
                        (path.isEmpty() ? "a request" : path.substring(path.lastIndexOf('.') + 1)) + " has no " + name
                                + ".",
                        Suggestion.mend(name, fields.keySet()));
            } else {
                field.read(draft, there, entry.getValue());
            }
        }
    }
}
