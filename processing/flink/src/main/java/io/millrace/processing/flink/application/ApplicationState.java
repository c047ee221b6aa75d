package io.millrace.processing.flink.application;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What must be known of an application to go on with it, whatever has ended in between.
 *
 * @param jobs how many were submitted
 * @param job the last one's id; empty when it has been stopped in order, or none was submitted
 * @param jobFolder where that job's checkpoints are; empty before the first
 * @param origin checkpoint or savepoint that the next job goes on from unless the last one has a checkpoint of its own; empty for
 *     nothing
 * @param wayBack what the last generation that ran goes on from if the one that is on trial is given up
 * @param durable whether anything was ever completed that must not be forgotten
 * @param generation of the definition that the last job was of
 * @param good the newest generation that has run and completed a checkpoint; 0 for none
 * @param abandoned the generation that was given up for {@code good}, until that runs again; 0 for none
 * @param parallelism that a user has asked for in place of the definition's; 0 for the definition's
 * @param parallelismBefore to go back to when the job does not run with the other one; -1 for none
 * @param rest why nothing runs, when that shall be
 * @param snapshots oldest first
 */
record ApplicationState(
        int jobs,
        String job,
        String jobFolder,
        String origin,
        String wayBack,
        boolean durable,
        long generation,
        long good,
        long abandoned,
        int parallelism,
        int parallelismBefore,
        Rest rest,
        List<Snapshot> snapshots) {

    /** Why nothing runs. */
    enum Rest {
        /** It shall run. */
        NONE,
        /** A user has stopped it; the next start is the user's. */
        STOPPED,
        /** A user has stopped it at once; it shall not start with the node. */
        FORCED,
        /** Its job has read everything. */
        FINISHED
    }

    static final ApplicationState FIRST =
            new ApplicationState(0, "", "", "", "", false, 0, 0, 0, 0, -1, Rest.STOPPED, List.of());

    ApplicationState {
        snapshots = List.copyOf(snapshots);
    }

    /**
     * A job is about to be submitted.
     *
     * @param from empty for nothing, which forgets what was complete
     */
    ApplicationState submitting(String id, long of, String from, String back) {
        return new ApplicationState(
                jobs + 1,
                id,
                "",
                from,
                back,
                !from.isEmpty(),
                of,
                good,
                abandoned,
                of == generation ? parallelism : 0,
                of == generation ? parallelismBefore : -1,
                Rest.NONE,
                snapshots);
    }

    /** The job has completed a checkpoint, or all its work. */
    ApplicationState proven(String folder, boolean completed) {
        return new ApplicationState(
                jobs,
                job,
                folder,
                origin,
                "",
                durable || completed,
                generation,
                generation,
                0,
                parallelism,
                -1,
                rest,
                snapshots);
    }

    /** The job has ended with a savepoint. */
    ApplicationState stopped(Snapshot left) {
        List<Snapshot> kept = new ArrayList<>(snapshots);
        kept.removeIf(each -> each.name().isEmpty());
        kept.add(left);
        return new ApplicationState(
                jobs,
                "",
                "",
                left.location(),
                wayBack,
                true,
                generation,
                good,
                abandoned,
                parallelism,
                parallelismBefore,
                rest,
                kept);
    }

    /** The job's generation is given up for the last one that ran. */
    ApplicationState givenUp() {
        return new ApplicationState(
                jobs,
                "",
                "",
                wayBack,
                "",
                durable || !wayBack.isEmpty(),
                generation,
                good,
                generation,
                0,
                -1,
                Rest.NONE,
                snapshots);
    }

    /** The next job goes on from here, or from nothing. */
    ApplicationState from(String location) {
        return new ApplicationState(
                jobs,
                "",
                "",
                location,
                wayBack,
                !location.isEmpty(),
                generation,
                good,
                abandoned,
                parallelism,
                parallelismBefore,
                rest,
                snapshots);
    }

    ApplicationState resting(Rest why) {
        return new ApplicationState(
                jobs,
                job,
                jobFolder,
                origin,
                wayBack,
                durable,
                generation,
                good,
                abandoned,
                parallelism,
                parallelismBefore,
                why,
                snapshots);
    }

    /** @param before -1 when there is no way back */
    ApplicationState scaled(int to, int before) {
        return new ApplicationState(
                jobs,
                job,
                jobFolder,
                origin,
                wayBack,
                durable,
                generation,
                good,
                abandoned,
                to,
                before,
                rest,
                snapshots);
    }

    ApplicationState with(Snapshot taken) {
        List<Snapshot> all = new ArrayList<>(snapshots);
        all.add(taken);
        return withSnapshots(all);
    }

    ApplicationState without(Snapshot old) {
        List<Snapshot> all = new ArrayList<>(snapshots);
        all.remove(old);
        return withSnapshots(all);
    }

    private ApplicationState withSnapshots(List<Snapshot> all) {
        return new ApplicationState(
                jobs,
                job,
                jobFolder,
                origin,
                wayBack,
                durable,
                generation,
                good,
                abandoned,
                parallelism,
                parallelismBefore,
                rest,
                all);
    }

    Optional<Snapshot> snapshot(String name) {
        return snapshots.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("jobs", jobs)
                .put("job", job)
                .put("jobFolder", jobFolder)
                .put("origin", origin)
                .put("wayBack", wayBack)
                .put("durable", durable)
                .put("generation", generation)
                .put("good", good)
                .put("abandoned", abandoned)
                .put("parallelism", parallelism)
                .put("parallelismBefore", parallelismBefore)
                .put("rest", rest.name())
                .put(
                        "snapshots",
                        new JsonArray(snapshots.stream().map(Snapshot::toJson).toList()));
    }

    static ApplicationState fromJson(JsonObject json) {
        return new ApplicationState(
                json.getInteger("jobs"),
                json.getString("job"),
                json.getString("jobFolder"),
                json.getString("origin"),
                json.getString("wayBack"),
                json.getBoolean("durable"),
                json.getLong("generation"),
                json.getLong("good"),
                json.getLong("abandoned"),
                json.getInteger("parallelism"),
                json.getInteger("parallelismBefore"),
                Rest.valueOf(json.getString("rest")),
                json.getJsonArray("snapshots").stream()
                        .map(each -> Snapshot.fromJson((JsonObject) each))
                        .toList());
    }
}
