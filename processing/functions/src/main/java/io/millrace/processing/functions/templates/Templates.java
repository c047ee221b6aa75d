package io.millrace.processing.functions.templates;

import io.millrace.api.deployment.Foreign;
import io.millrace.api.problem.Problem;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** Reads functions and mappings as they were declared for Lambda. */
public final class Templates {

    private Templates() {}

    /** A template, or one mapping as CreateEventSourceMapping takes it; false when the document is neither. */
    public static boolean translate(Foreign foreign) {
        JsonObject document = foreign.document();
        if (document.containsKey("Resources")) {
            new Template(foreign).translate();
            return true;
        }
        boolean mapping = List.of("FunctionName", "FunctionArn").stream().anyMatch(document::containsKey)
                && List.of("EventSourceArn", "SelfManagedEventSource", "Topics").stream()
                        .anyMatch(document::containsKey);
        if (mapping) {
            String key = document.containsKey("FunctionName") ? "FunctionName" : "FunctionArn";
            mapping(foreign, String.valueOf(document.getValue(key)), key);
        }
        return mapping;
    }

    private static void mapping(Foreign foreign, String function, String path) {
        try {
            Draft event = EventSource.MAPPING.read(foreign.document(), "", new Evaluator(foreign), foreign);
            join(foreign, FunctionNames.of(function), event, path);
        } catch (Unresolved reported) {
            // refused at the end
        }
    }

    /**
     * Adds a mapping to a function that is deployed, or defined beside it.
     *
     * @param path of the function's name
     */
    static void join(Foreign foreign, String function, Draft event, String path) {
        Optional<JsonObject> there = foreign.definition(function);
        if (there.isEmpty()) {
            foreign.report(
                    path,
                    Problem.user(
                            "unknown-function",
                            "there is no function " + function + " for the mapping.",
                            null,
                            "Apply it first, or in one go with the mapping."));
            return;
        }
        Draft whole = new Draft(there.get(), new HashMap<>());
        whole.event(event);
        foreign.define(whole.settings(), whole.origins());
    }
}
