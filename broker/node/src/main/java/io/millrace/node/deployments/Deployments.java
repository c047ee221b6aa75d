package io.millrace.node.deployments;

import io.millrace.api.deployment.Operation;
import io.millrace.api.deployment.Status;
import io.millrace.api.feed.Partition;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What can be done with deployments. The gateway calls it on its event loop; nothing here blocks. Every failure is a {@link
 * io.millrace.api.problem.ProblemException}: {@code unknown-deployment}, {@code stale-generation}, {@code invalid-definition}, …
 */
public interface Deployments {

    /** Checks every document of the submission and, unless it is a dry run, stores all of them or none. */
    Future<Applied> apply(Submission submission, boolean dryRun);

    Future<List<View>> list();

    Future<View> get(Id id);

    /** Kept definitions, newest first. */
    Future<List<Generation>> generations(Id id);

    /** Applies a kept definition again, as a new generation. */
    Future<View> rollback(Id id, long generation);

    /** Marks it deleting; it is gone when its kind has stopped and cleaned up. */
    Future<View> delete(Id id);

    /** Desired state {@code paused}: kept over restarts. */
    Future<View> pause(Id id);

    Future<View> resume(Id id);

    /** Stops and starts it on this node; clears a failure. */
    Future<View> restart(Id id);

    /** Pauses, waits for the lanes, sets the group's offsets, resumes. */
    Future<Rewound> rewind(Id id, Rewind request);

    /** Sends dead letters back through this deployment only. */
    Future<Redriven> redrive(Id id, Redrive request);

    Future<Operation.Answer> operate(Id id, String operation, Operation.Request request);

    /** Kinds, their settings and operations, for {@code GET /v1/kinds} and the generated reference. */
    List<KindView> kinds();

    /** Names a deployment; prints as {@code Kind/name}. */
    record Id(String kind, String name) {
        @Override
        public String toString() {
            return kind + "/" + name;
        }
    }

    /**
     * What a user applies.
     *
     * @param source text of the YAML or JSON documents
     * @param file name of the file, for messages; may be empty
     * @param artifacts digest by path, for files the definitions name
     * @param parameters values that foreign documents, such as templates, ask for by name
     * @param ifGeneration refuse unless the stored generation is this one; only with a single document
     */
    record Submission(
            String source,
            String file,
            Map<String, String> artifacts,
            Map<String, String> parameters,
            Optional<Long> ifGeneration) {}

    /**
     * What an apply did, or would do.
     *
     * @param changes one per document, in order
     * @param warnings what was taken without effect
     * @param files paths named by the definitions; the client uploads those not in {@code artifacts} and applies again
     */
    record Applied(List<Change> changes, List<String> warnings, List<String> files) {}

    /** @param action {@code created}, {@code changed} or {@code unchanged} */
    record Change(Id id, String action, long generation) {}

    /**
     * A deployment as it is shown.
     *
     * @param settings as bound, secrets as stars
     * @param source the user's text of this document
     * @param status by node id
     * @param lag records behind, by partition; empty for what has no feed
     * @param rates per second over the last ten seconds: {@code records}, {@code bytes}
     */
    record View(
            Id id,
            String uid,
            long generation,
            boolean paused,
            boolean deleting,
            Instant appliedAt,
            Map<String, String> labels,
            String description,
            JsonObject settings,
            String source,
            Map<Integer, Status> status,
            Map<Partition, Lag> lag,
            Map<String, Double> rates) {}

    /** @param seconds age of the oldest record not yet committed; 0 when there is none */
    record Lag(long committed, long end, long records, double seconds) {}

    /** @param reason why the node made it by itself; empty when a user did */
    record Generation(long generation, Instant appliedAt, String source, String reason) {}

    /**
     * Where to go.
     *
     * @param to {@code earliest}, {@code latest}, an ISO-8601 time, or an offset
     * @param dryRun only say what would happen
     * @param duplicates go on although an exactly-once sink will write records twice
     */
    record Rewind(String to, boolean dryRun, boolean duplicates) {}

    /** @param effect what it means for what was written; may be empty */
    record Rewound(Map<Partition, Long> from, Map<Partition, Long> to, String effect) {}

    /** @param max most records to send back; -1 for all there are now */
    record Redrive(long max) {}

    record Redriven(long records, String deadLetterTopic) {}

    /** @param settings name, type, default, description of each setting */
    record KindView(String kind, int version, List<JsonObject> settings, List<Operation> operations) {}
}
