package io.millrace.processing.flink.createapplication;

import io.millrace.api.deployment.Foreign;
import io.millrace.api.problem.Problem;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A definition in the making.
 *
 * @param foreign the request
 * @param origins paths of the request by paths of the definition
 */
record Draft(Foreign foreign, JsonObject settings, Map<String, String> origins) {

    static Draft of(Foreign foreign) {
        Draft draft = new Draft(foreign, new JsonObject(new LinkedHashMap<>()), new LinkedHashMap<>());
        draft.settings.put("kind", "FlinkJob");
        return draft;
    }

    void put(String setting, Object value, String path) {
        settings.put(setting, value);
        origins.put(setting, path);
    }

    /** @param why as a clause */
    void hasNoEffect(String path, String why) {
        foreign.warn(path, path.substring(path.lastIndexOf('.') + 1) + " has no effect: " + why + ".");
    }

    void report(String path, String code, String what, String mend) {
        foreign.report(path, Problem.user(code, what, null, mend));
    }
}
