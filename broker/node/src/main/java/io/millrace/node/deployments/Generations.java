package io.millrace.node.deployments;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.node.deployments.Deployments.Id;
import io.millrace.node.deployments.DesiredState.Decision;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The definitions that each deployment had lately, kept beside the one that is wanted. */
final class Generations {

    private static final int KEPT = 10;

    private final DesiredState desired;
    private final InstantSource clock;

    Generations(DesiredState desired, InstantSource clock) {
        this.desired = desired;
        this.clock = clock;
    }

    /** Adds to the writes of a change what makes this generation the wanted one. */
    static void keep(StoredDeployment after, Map<String, JsonObject> writes) {
        JsonObject json = after.toJson();
        writes.put(after.key(), json);
        writes.put(StoredDeployment.generationKey(after.id(), after.generation()), json);
        long dropped = after.generation() - KEPT;
        if (dropped > 0) {
            writes.put(StoredDeployment.generationKey(after.id(), dropped), null);
        }
    }

    /** Newest first. */
    static List<StoredDeployment> of(Id id, Map<String, JsonObject> state) {
        return state.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(id + "@"))
                .map(entry -> StoredDeployment.fromJson(entry.getValue()))
                .sorted(Comparator.comparingLong(StoredDeployment::generation).reversed())
                .toList();
    }

    /** @throws ProblemException when it is not kept */
    static StoredDeployment kept(Id id, long generation, Map<String, JsonObject> state) {
        JsonObject kept = state.get(StoredDeployment.generationKey(id, generation));
        if (kept == null) {
            throw new ProblemException(Problem.user(
                    "unknown-generation",
                    id + " has no kept generation " + generation + ".",
                    Where.path(id.toString()),
                    "See the kept ones with: millrace describe " + id));
        }
        return StoredDeployment.fromJson(kept);
    }

    /** Makes a kept definition the wanted one, as a new generation. */
    Future<StoredDeployment> rollBack(Id id, long generation, String why) {
        return desired.change(state -> {
            StoredDeployment old = kept(id, generation, state);
            StoredDeployment after = StoredDeployment.fromJson(state.get(id.toString()))
                    .changed(old.kindVersion(), clock.instant(), old.definition(), old.source())
                    .because(why);
            Map<String, JsonObject> writes = new LinkedHashMap<>();
            keep(after, writes);
            return new Decision<>(writes, after);
        });
    }
}
