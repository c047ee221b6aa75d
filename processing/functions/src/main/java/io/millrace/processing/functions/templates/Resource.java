package io.millrace.processing.functions.templates;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** A resource of a template, as it is written. */
record Resource(String logicalId, JsonObject written) {

    String path() {
        return "Resources." + logicalId;
    }

    String type() {
        return written.getValue("Type") instanceof String type ? type : "";
    }

    /** The properties. */
    JsonObject fields() {
        return object(written, "Properties");
    }

    /** The path of a property; that of all of them for an empty name. */
    String properties(String property) {
        return path() + ".Properties" + (property.isEmpty() ? "" : "." + property);
    }

    JsonObject metadata() {
        return object(written, "Metadata");
    }

    private static JsonObject object(JsonObject parent, String key) {
        return parent.getValue(key) instanceof JsonObject object ? object : new JsonObject();
    }

    /** What of the {@code Globals} for its type it does not ask to be spared. */
    JsonObject inherited(JsonObject globals) {
        Object spared = written.getValue("IgnoreGlobals");
        JsonObject inherited = globals.copy();
        if (spared instanceof JsonArray properties) {
            properties.forEach(property -> inherited.remove(String.valueOf(property)));
        }
        return "*".equals(spared) ? new JsonObject() : inherited;
    }
}
