package io.millrace.node.deployments;

import io.millrace.api.deployment.Kind;
import io.millrace.api.deployment.Status;
import io.millrace.api.deployment.Status.State;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.Where;
import io.millrace.node.deployments.Deployments.Id;
import io.millrace.node.deployments.DesiredState.Decision;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes this node run what is wanted: an {@link Actor} for each deployment, told of each change of the desired state.
 *
 * <p>What is wanted of kinds that come first (topics) is settled before any other kind is told.
 */
final class Reconciler {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
    private static final long TICK_MS = 1_000;
    private static final long REMOVE_AGAIN_MS = 5_000;

    private final Host host;
    private final Kinds kinds;
    private final Definitions definitions;
    private final DesiredState desired;
    private final Generations generations;
    private final StatusBoard board;
    private final Map<String, StoredDeployment> stored = new ConcurrentSkipListMap<>();
    private final Map<Id, Actor<?>> actors = new ConcurrentHashMap<>();
    private final Map<Id, Long> removals = new ConcurrentHashMap<>();
    private volatile boolean loaded;
    private volatile boolean ending;
    private long timer;

    Reconciler(
            Host host,
            Kinds kinds,
            Definitions definitions,
            DesiredState desired,
            Generations generations,
            StatusBoard board) {
        this.host = host;
        this.kinds = kinds;
        this.definitions = definitions;
        this.desired = desired;
        this.generations = generations;
        this.board = board;
    }

    /** Reads what is wanted and starts it. Completes when everything was tried once. */
    Future<Void> start() {
        return desired.follow(this::changed).compose(read -> {
            loaded = true;
            timer = host.vertx().setPeriodic(TICK_MS, tick -> tick());
            return Future.join(stored.values().stream().map(this::tell).toList())
                    .transform(done -> Future.succeededFuture());
        });
    }

    private void changed(String key, JsonObject value) {
        if (StoredDeployment.isGenerationKey(key)) {
            return;
        }
        if (value == null) {
            forget(key);
            return;
        }
        StoredDeployment deployment = StoredDeployment.fromJson(value);
        stored.put(key, deployment);
        if (loaded && !ending) {
            tell(deployment)
                    .onFailure(failure -> LOG.atError().setCause(failure).log("a change was not taken up"));
        }
    }

    private void forget(String key) {
        StoredDeployment gone = stored.remove(key);
        if (gone != null && loaded) {
            actors.remove(gone.id());
            removals.remove(gone.id());
            board.remove(gone.id());
        }
    }

    private Future<Void> tell(StoredDeployment deployment) {
        Optional<Kind<?>> kind = kinds.find(deployment.id().kind());
        if (kind.isEmpty()) {
            return Future.succeededFuture();
        }
        Actor<?> actor = actors.computeIfAbsent(deployment.id(), id -> actor(kind.get(), deployment));
        return (kind.get().comesFirst() ? Future.<Void>succeededFuture() : foundations())
                .compose(settled -> actor.want(deployment));
    }

    private <S> Actor<S> actor(Kind<S> kind, StoredDeployment deployment) {
        return new Actor<>(host, kind, definitions, generations, deployment);
    }

    private Future<Void> foundations() {
        List<Future<Void>> first = actors.values().stream()
                .filter(actor -> actor.kind().comesFirst())
                .map(Actor::settled)
                .toList();
        return first.isEmpty()
                ? Future.succeededFuture()
                : Future.join(first).transform(done -> Future.succeededFuture());
    }

    private void tick() {
        long now = host.clock().millis();
        actors.forEach((id, actor) -> {
            actor.sample();
            board.show(id, actor.status(), now);
        });
        for (StoredDeployment deployment : stored.values()) {
            if (deployment.deleting()) {
                finishDeleting(deployment, now);
            }
        }
    }

    private void finishDeleting(StoredDeployment deployment, long now) {
        Id id = deployment.id();
        Long before = removals.get(id);
        if (before != null && now - before < REMOVE_AGAIN_MS) {
            return;
        }
        removals.put(id, now);
        Actor<?> actor = actors.get(id);
        Future<Void> removed =
                actor == null ? Future.succeededFuture() : actor.settled().compose(done -> actor.remove());
        removed.compose(done -> desired.change(state -> new Decision<>(tombstones(deployment, state), null)))
                .onSuccess(done -> LOG.atInfo().addKeyValue("deployment", id).log("deleted"))
                .onFailure(failure -> LOG.atWarn()
                        .addKeyValue("deployment", id)
                        .addKeyValue("error", failure.toString())
                        .log("not yet cleaned up, trying again"));
    }

    /** The deployment and its kept generations, unless it was applied anew meanwhile. */
    private static Map<String, JsonObject> tombstones(StoredDeployment deployment, Map<String, JsonObject> state) {
        Map<String, JsonObject> writes = new HashMap<>();
        JsonObject current = state.get(deployment.key());
        if (current != null && StoredDeployment.fromJson(current).uid().equals(deployment.uid())) {
            state.keySet().stream()
                    .filter(key -> key.equals(deployment.key()) || key.startsWith(deployment.key() + "@"))
                    .forEach(key -> writes.put(key, null));
        }
        return writes;
    }

    // ---- looking

    Collection<StoredDeployment> all() {
        return stored.values();
    }

    Optional<StoredDeployment> find(Id id) {
        return Optional.ofNullable(stored.get(id.toString()));
    }

    Optional<Actor<?>> actor(Id id) {
        return Optional.ofNullable(actors.get(id));
    }

    /** How it is on every node; on this one as of now. */
    Map<Integer, Status> status(Id id) {
        Map<Integer, Status> status = new TreeMap<>(board.of(id));
        actor(id)
                .ifPresentOrElse(
                        actor -> status.put(host.nodeId(), actor.status()),
                        () -> status.put(host.nodeId(), unknownKind(id)));
        return status;
    }

    private Status unknownKind(Id id) {
        Set<String> known = kinds.names();
        Problem problem = Problem.user(
                "unknown-kind",
                "no plugin of this node runs the kind " + id.kind() + "; it has " + String.join(", ", known) + ".",
                Where.path(id.toString()),
                "Install the plugin; the definition is kept.");
        return new Status(State.FAILED, List.of(problem), new JsonObject());
    }

    /** Stops everything, others before what came first. Nothing is started any more. */
    Future<Void> stop() {
        ending = true;
        host.vertx().cancelTimer(timer);
        return end(false).compose(others -> end(true));
    }

    private Future<Void> end(boolean first) {
        List<Future<Void>> ends = actors.values().stream()
                .filter(actor -> actor.kind().comesFirst() == first)
                .map(Actor::end)
                .toList();
        return ends.isEmpty()
                ? Future.succeededFuture()
                : Future.join(ends).transform(done -> Future.succeededFuture());
    }
}
