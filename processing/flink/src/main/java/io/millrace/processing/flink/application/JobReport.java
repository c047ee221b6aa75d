package io.millrace.processing.flink.application;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Set;

/**
 * How a job is, as Flink tells it.
 *
 * @param state Flink's word: {@code RUNNING}, {@code RESTARTING}, …
 * @param running whether every task runs or has finished
 * @param startedMs when it was submitted, milliseconds since 1970
 * @param parallelism highest of its operators
 * @param restarts by Flink itself
 * @param checkpointing whether it takes checkpoints at all
 * @param completed how many checkpoints were completed
 * @param checkpoint the last complete one: its {@code id}, {@code atMs}, {@code bytes} and {@code path}; null before the first
 */
record JobReport(
        String state,
        boolean running,
        long startedMs,
        int parallelism,
        long restarts,
        boolean checkpointing,
        long completed,
        JsonObject checkpoint) {

    private static final Set<String> TERMINAL = Set.of("FINISHED", "FAILED", "CANCELED", "SUSPENDED");
    private static final Set<String> AT_WORK = Set.of("RUNNING", "FINISHED");

    /**
     * @param job answer of {@code /jobs/:id}
     * @param checkpoints answer of {@code /jobs/:id/checkpoints}; null when the job takes none
     */
    static JobReport of(JsonObject job, long restarts, JsonObject checkpoints) {
        JsonArray vertices = job.getJsonArray("vertices", new JsonArray());
        boolean atWork = vertices.stream()
                .map(JsonObject.class::cast)
                .allMatch(vertex -> AT_WORK.contains(vertex.getString("status")));
        int parallelism = vertices.stream()
                .map(JsonObject.class::cast)
                .mapToInt(vertex -> vertex.getInteger("parallelism"))
                .max()
                .orElse(0);
        return new JobReport(
                job.getString("state"),
                job.getString("state").equals("RUNNING") && atWork,
                job.getLong("start-time"),
                parallelism,
                restarts,
                checkpoints != null,
                checkpoints == null ? 0 : checkpoints.getJsonObject("counts").getLong("completed"),
                checkpoints == null ? null : latest(checkpoints.getJsonObject("latest")));
    }

    private static JsonObject latest(JsonObject latest) {
        JsonObject completed = latest == null ? null : latest.getJsonObject("completed");
        return completed == null
                ? null
                : new JsonObject()
                        .put("id", completed.getLong("id"))
                        .put("atMs", completed.getLong("latest_ack_timestamp"))
                        .put("bytes", completed.getLong("state_size"))
                        .put("path", completed.getString("external_path"));
    }

    /** Where its checkpoints are; empty before the first. */
    String folder() {
        String path = checkpoint == null ? "" : checkpoint.getString("path");
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    boolean isRestarting() {
        return state.equals("RESTARTING") || state.equals("FAILING");
    }

    boolean hasEnded() {
        return TERMINAL.contains(state);
    }

    /** True when what it has done so far will not be forgotten, or nothing is kept anyway. */
    boolean isProven() {
        return completed > 0 || (running && !checkpointing) || state.equals("FINISHED");
    }
}
