package io.millrace.processing.flink.application;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * A savepoint.
 *
 * @param name as the user has called it; empty for one that a stop has left
 * @param location as Flink names it
 * @param at when it was complete
 * @param generation of the definition that ran
 */
public record Snapshot(String name, String location, Instant at, long generation) {

    public JsonObject toJson() {
        return new JsonObject()
                .put("name", name)
                .put("location", location)
                .put("at", at.toString())
                .put("generation", generation);
    }

    static Snapshot fromJson(JsonObject json) {
        return new Snapshot(
                json.getString("name"),
                json.getString("location"),
                Instant.parse(json.getString("at")),
                json.getLong("generation"));
    }
}
