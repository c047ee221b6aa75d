package io.millrace.processing.flink.application;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What must be known of an application to go on with it, whatever has ended in between.
 *
 * @param durable whether anything is complete that must not be forgotten
 * @param rest why nothing runs, when that shall be
 * @param snapshots oldest first
 */
record ApplicationState(
        Job job, boolean durable, Generations generations, Scale scale, Rest rest, List<Snapshot> snapshots) {

    /**
     * The last job.
     *
     * @param number how many were submitted
     * @param id empty when it has been stopped in order, or none was submitted
     * @param folder where its checkpoints are; empty before the first
     * @param origin checkpoint or savepoint that the next job goes on from unless this one has a checkpoint of its own; empty for
     *     nothing
     */
    record Job(int number, String id, String folder, String origin) {

        /** None runs; the next one goes on from here. */
        Job ended(String location) {
            return new Job(number, "", "", location);
        }
    }

    /**
     * Generations of the definition; 0 for none.
     *
     * @param current that the last job was of
     * @param good the newest that has run and completed a checkpoint
     * @param abandoned that was given up for {@code good}, until that runs again
     * @param wayBack what {@code good} goes on from when {@code current} is given up; empty for nothing
     */
    record Generations(long current, long good, long abandoned, String wayBack) {

        /** Whether it is the one that the node itself has gone back with. */
        boolean isWayBack(long generation) {
            return abandoned > 0 && generation == abandoned + 1;
        }

        /** Whether it has run and completed a checkpoint, or has the definition of one that did. */
        boolean hasRun(long generation) {
            return good == generation || isWayBack(generation);
        }
    }

    /**
     * Parallelism that a user has asked for in place of the definition's.
     *
     * @param asked 0 for the definition's
     * @param before to go back to when the job does not run with the other one; -1 for none
     */
    record Scale(int asked, int before) {

        static final Scale DEFINED = new Scale(0, -1);
    }

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

    static final ApplicationState FIRST = new ApplicationState(
            new Job(0, "", "", ""), false, new Generations(0, 0, 0, ""), Scale.DEFINED, Rest.STOPPED, List.of());

    ApplicationState {
        snapshots = List.copyOf(snapshots);
    }

    /**
     * A job is about to be submitted.
     *
     * @param of the generation
     * @param from empty for nothing, which forgets what was complete
     * @param wayBack as in {@link Generations}
     */
    ApplicationState submitting(String id, long of, String from, String wayBack) {
        return new ApplicationState(
                new Job(job.number() + 1, id, "", from),
                !from.isEmpty(),
                new Generations(of, generations.good(), generations.abandoned(), wayBack),
                of == generations.current() ? scale : Scale.DEFINED,
                Rest.NONE,
                snapshots);
    }

    /**
     * The job runs and has a checkpoint.
     *
     * @param folder of its checkpoints
     * @param complete false for a job that takes none
     */
    ApplicationState proven(String folder, boolean complete) {
        return new ApplicationState(
                new Job(job.number(), job.id(), folder, job.origin()),
                durable || complete,
                new Generations(generations.current(), generations.current(), 0, ""),
                new Scale(scale.asked(), -1),
                rest,
                snapshots);
    }

    /** The job has ended with a savepoint. */
    ApplicationState stopped(Snapshot left) {
        List<Snapshot> kept = new ArrayList<>(snapshots);
        kept.removeIf(each -> each.name().isEmpty());
        kept.add(left);
        return new ApplicationState(job.ended(left.location()), true, generations, scale, rest, kept);
    }

    /** The job's generation is given up for the last one that ran. */
    ApplicationState givenUp() {
        String wayBack = generations.wayBack();
        return new ApplicationState(
                job.ended(wayBack),
                !wayBack.isEmpty(),
                new Generations(generations.current(), generations.good(), generations.current(), ""),
                Scale.DEFINED,
                Rest.NONE,
                snapshots);
    }

    /** The next job goes on from here, or from nothing. */
    ApplicationState from(String location) {
        return new ApplicationState(job.ended(location), !location.isEmpty(), generations, scale, rest, snapshots);
    }

    ApplicationState resting(Rest why) {
        return new ApplicationState(job, durable, generations, scale, why, snapshots);
    }

    ApplicationState scaled(Scale to) {
        return new ApplicationState(job, durable, generations, to, rest, snapshots);
    }

    ApplicationState with(Snapshot taken) {
        List<Snapshot> all = new ArrayList<>(snapshots);
        all.add(taken);
        return new ApplicationState(job, durable, generations, scale, rest, all);
    }

    ApplicationState without(Snapshot old) {
        List<Snapshot> all = new ArrayList<>(snapshots);
        all.remove(old);
        return new ApplicationState(job, durable, generations, scale, rest, all);
    }

    /** Whether something is there to go back to when this generation, or its parallelism, does not run. */
    boolean isOnTrial(long generation) {
        return scale.before() >= 0 || (generations.good() > 0 && !generations.hasRun(generation));
    }

    Optional<Snapshot> snapshot(String name) {
        return snapshots.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("jobs", job.number())
                .put("job", job.id())
                .put("jobFolder", job.folder())
                .put("origin", job.origin())
                .put("durable", durable)
                .put("generation", generations.current())
                .put("good", generations.good())
                .put("abandoned", generations.abandoned())
                .put("wayBack", generations.wayBack())
                .put("parallelism", scale.asked())
                .put("parallelismBefore", scale.before())
                .put("rest", rest.name())
                .put(
                        "snapshots",
                        new JsonArray(snapshots.stream().map(Snapshot::toJson).toList()));
    }

    static ApplicationState fromJson(JsonObject json) {
        return new ApplicationState(
                new Job(
                        json.getInteger("jobs"),
                        json.getString("job"),
                        json.getString("jobFolder"),
                        json.getString("origin")),
                json.getBoolean("durable"),
                new Generations(
                        json.getLong("generation"),
                        json.getLong("good"),
                        json.getLong("abandoned"),
                        json.getString("wayBack")),
                new Scale(json.getInteger("parallelism"), json.getInteger("parallelismBefore")),
                Rest.valueOf(json.getString("rest")),
                json.getJsonArray("snapshots").stream()
                        .map(each -> Snapshot.fromJson((JsonObject) each))
                        .toList());
    }
}
