package io.millrace.node.deployments;

import io.millrace.node.deployments.Deployments.Id;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * The desired state of one deployment, as it stands in the {@code deployments} topic under {@code Kind/name}.
 *
 * @param uid another one after a delete and a new apply
 * @param generation counts up with each change of the definition, from 1
 * @param kindVersion of the kind that bound the definition
 * @param paused kept over restarts
 * @param deleting stopped and cleaned up, then removed
 * @param restarts counts up each time that a user restarts it
 * @param definition the document with secrets sealed and files by digest
 * @param source the user's text of it, secrets as stars
 * @param reason why there is this generation when no user made it; empty otherwise
 */
record StoredDeployment(
        Id id,
        String uid,
        long generation,
        int kindVersion,
        boolean paused,
        boolean deleting,
        long restarts,
        Instant appliedAt,
        JsonObject definition,
        String source,
        String reason) {

    private static final int FORMAT = 1;

    static StoredDeployment first(
            Id id, String uid, int kindVersion, Instant now, JsonObject definition, String source) {
        return new StoredDeployment(id, uid, 1, kindVersion, false, false, 0, now, definition, source, "");
    }

    StoredDeployment changed(int newKindVersion, Instant now, JsonObject newDefinition, String newSource) {
        return new StoredDeployment(
                id, uid, generation + 1, newKindVersion, paused, deleting, restarts, now, newDefinition, newSource, "");
    }

    StoredDeployment because(String why) {
        return new StoredDeployment(
                id, uid, generation, kindVersion, paused, deleting, restarts, appliedAt, definition, source, why);
    }

    StoredDeployment paused(boolean on) {
        return new StoredDeployment(
                id, uid, generation, kindVersion, on, deleting, restarts, appliedAt, definition, source, reason);
    }

    StoredDeployment deletingNow() {
        return new StoredDeployment(
                id, uid, generation, kindVersion, paused, true, restarts, appliedAt, definition, source, reason);
    }

    StoredDeployment restarted() {
        return new StoredDeployment(
                id,
                uid,
                generation,
                kindVersion,
                paused,
                deleting,
                restarts + 1,
                appliedAt,
                definition,
                source,
                reason);
    }

    /** Two states that run the same way. */
    boolean runsLike(StoredDeployment other) {
        return uid.equals(other.uid) && generation == other.generation && restarts == other.restarts;
    }

    String key() {
        return id.toString();
    }

    /** The key of a kept generation, beside the current state. */
    static String generationKey(Id id, long generation) {
        return id + "@" + generation;
    }

    static boolean isGenerationKey(String key) {
        return key.indexOf('@') >= 0;
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("format", FORMAT)
                .put("kind", id.kind())
                .put("name", id.name())
                .put("uid", uid)
                .put("generation", generation)
                .put("kindVersion", kindVersion)
                .put("paused", paused)
                .put("deleting", deleting)
                .put("restarts", restarts)
                .put("appliedAt", appliedAt.toString())
                .put("definition", definition)
                .put("source", source)
                .put("reason", reason);
    }

    static StoredDeployment fromJson(JsonObject json) {
        return new StoredDeployment(
                new Id(json.getString("kind"), json.getString("name")),
                json.getString("uid"),
                json.getLong("generation"),
                json.getInteger("kindVersion"),
                json.getBoolean("paused"),
                json.getBoolean("deleting"),
                json.getLong("restarts"),
                Instant.parse(json.getString("appliedAt")),
                json.getJsonObject("definition"),
                json.getString("source"),
                json.getString("reason", ""));
    }
}
