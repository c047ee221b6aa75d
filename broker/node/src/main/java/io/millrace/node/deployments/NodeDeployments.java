package io.millrace.node.deployments;

import io.millrace.api.deployment.Operation;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Suggestion;
import io.millrace.api.problem.Where;
import io.millrace.node.deployments.DesiredState.Decision;
import io.millrace.node.kafka.CompactedTopic;
import io.millrace.node.settings.StorableForm;
import io.millrace.node.topics.PartitionOffsets;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Deployments of this node: desired state in the broker, carried out here. */
public final class NodeDeployments implements Deployments {

    private final Host host;
    private final Kinds kinds;
    private final Definitions definitions;
    private final DesiredState desired;
    private final Generations generations;
    private final StatusBoard board;
    private final Reconciler reconciler;
    private final Views views;
    private final Admission admission;
    private final Rewinder rewinder;
    private final Redriver redriver;

    public NodeDeployments(Host host, Kinds kinds, Definitions definitions, PartitionOffsets offsets) {
        this.host = host;
        this.kinds = kinds;
        this.definitions = definitions;
        this.desired = new DesiredState(host.vertx(), host.access(), topic(host, "deployments"), host.cluster());
        this.generations = new Generations(desired, host.clock());
        this.board = new StatusBoard(host.vertx(), host.access(), topic(host, "status"), host.nodeId());
        this.reconciler = new Reconciler(host, kinds, definitions, desired, generations, board);
        this.views = new Views(host, reconciler);
        this.admission = new Admission(host, kinds, definitions, generations, reconciler);
        this.rewinder = new Rewinder(host, offsets);
        this.redriver = new Redriver(host, offsets);
    }

    private static CompactedTopic topic(Host host, String what) {
        return new CompactedTopic(
                host.vertx(), host.access(), host.topics(), "__millrace." + host.cluster() + "." + what);
    }

    /** Reads what is wanted and starts it. */
    public Future<Void> start() {
        return board.start().compose(shown -> reconciler.start());
    }

    /** Digests of the files that any kept generation of any deployment names. */
    public Future<Set<String>> artifacts() {
        return desired.read()
                .map(state -> state.values().stream()
                        .map(StoredDeployment::fromJson)
                        .flatMap(stored -> StorableForm.artifacts(stored.definition()).stream())
                        .collect(Collectors.toSet()));
    }

    /** Stops everything, losing nothing. */
    public Future<Void> stop() {
        return reconciler.stop().eventually(board::close).eventually(desired::close);
    }

    // ---- apply

    @Override
    public Future<Applied> apply(Submission submission, boolean dryRun) {
        return host.vertx()
                .executeBlocking(() -> definitions.check(submission, this::definition), false)
                .compose(reading -> {
                    List<String> files = reading.files();
                    if (!files.isEmpty()) {
                        return dryRun
                                ? change(reading, submission, true)
                                        .map(would -> new Applied(would.changes(), would.warnings(), files))
                                : Future.failedFuture(missing(files));
                    }
                    return admission
                            .validate(reading.definitions())
                            .compose(valid -> change(reading, submission, dryRun));
                });
    }

    private Optional<JsonObject> definition(Id id) {
        return reconciler
                .find(id)
                .filter(stored -> !stored.deleting())
                .map(stored -> stored.definition().copy());
    }

    private static ProblemException missing(List<String> files) {
        return new ProblemException(files.stream()
                .map(file -> Problem.user(
                        "artifact-missing",
                        "the file " + file + " was not uploaded.",
                        Where.path(file),
                        "Upload it with PUT /v1/artifacts/<sha256> and name its digest; millrace apply does both."))
                .toList());
    }

    private Future<Applied> change(Reading reading, Submission submission, boolean dryRun) {
        List<Checked<?>> checked = reading.definitions();
        return desired.change(state -> {
            Map<String, JsonObject> writes = new LinkedHashMap<>();
            List<Change> changes = new ArrayList<>();
            checked.stream()
                    .sorted(Comparator.comparing(each -> !each.kind().comesFirst()))
                    .forEach(each -> changes.add(put(each, submission, state, writes)));
            return new Decision<>(
                    dryRun ? Map.of() : writes, new Applied(inOrder(changes, checked), reading.warnings(), List.of()));
        });
    }

    private static List<Change> inOrder(List<Change> changes, List<Checked<?>> checked) {
        List<Id> order = checked.stream().map(Checked::id).toList();
        return changes.stream()
                .sorted(Comparator.comparingInt(change -> order.indexOf(change.id())))
                .toList();
    }

    private <S> Change put(
            Checked<S> checked, Submission submission, Map<String, JsonObject> state, Map<String, JsonObject> writes) {
        Id id = checked.id();
        JsonObject stored = state.get(id.toString());
        StoredDeployment before = stored == null ? null : StoredDeployment.fromJson(stored);
        submission.ifGeneration().ifPresent(expected -> requireGeneration(id, before, expected));
        if (before != null && before.deleting()) {
            throw new ProblemException(Problem.user(
                    "being-deleted",
                    id + " is being deleted.",
                    checked.document().where("name"),
                    "Apply it again when millrace get " + id + " no longer shows it."));
        }
        JsonObject definition = checked.bound().storable();
        String source = checked.bound().source();
        if (before != null && before.definition().equals(definition)) {
            return new Change(id, "unchanged", before.generation());
        }
        StoredDeployment after = before == null
                ? StoredDeployment.first(
                        id,
                        UUID.randomUUID().toString(),
                        checked.kind().version(),
                        host.clock().instant(),
                        definition,
                        source)
                : before.changed(checked.kind().version(), host.clock().instant(), definition, source);
        Generations.keep(after, writes);
        return new Change(id, before == null ? "created" : "changed", after.generation());
    }

    private static void requireGeneration(Id id, StoredDeployment before, long expected) {
        long actual = before == null ? 0 : before.generation();
        if (actual != expected) {
            throw new ProblemException(Problem.user(
                    "stale-generation",
                    id + " is at generation " + actual + ", not " + expected + ": somebody changed it meanwhile.",
                    Where.path(id.toString()),
                    "Get it again, bring your change into it, and apply that."));
        }
    }

    // ---- one deployment

    @Override
    public Future<View> rollback(Id id, long generation) {
        return desired.read()
                .compose(state -> {
                    current(id, state);
                    return admission.validate(Generations.kept(id, generation, state));
                })
                .compose(valid -> generations.rollBack(id, generation, ""))
                .compose(views::of);
    }

    @Override
    public Future<View> delete(Id id) {
        return update(id, StoredDeployment::deletingNow);
    }

    @Override
    public Future<View> pause(Id id) {
        return update(id, stored -> stored.paused(true));
    }

    @Override
    public Future<View> resume(Id id) {
        return update(id, stored -> stored.paused(false));
    }

    @Override
    public Future<View> restart(Id id) {
        return update(id, StoredDeployment::restarted);
    }

    private Future<View> update(Id id, UnaryOperator<StoredDeployment> step) {
        return desired.change(state -> {
                    StoredDeployment before = current(id, state);
                    StoredDeployment after = step.apply(before);
                    Map<String, JsonObject> writes =
                            after.equals(before) ? Map.of() : Map.of(after.key(), after.toJson());
                    return new Decision<>(writes, after);
                })
                .compose(views::of);
    }

    private StoredDeployment current(Id id, Map<String, JsonObject> state) {
        JsonObject stored = state.get(id.toString());
        if (stored == null) {
            throw unknown(id);
        }
        return StoredDeployment.fromJson(stored);
    }

    private ProblemException unknown(Id id) {
        List<String> known =
                reconciler.all().stream().map(StoredDeployment::key).toList();
        return new ProblemException(Problem.user(
                "unknown-deployment",
                "there is no deployment " + id + ".",
                Where.path(id.toString()),
                known.isEmpty() ? "Apply one first." : Suggestion.mend(id.toString(), known)));
    }

    @Override
    public Future<Rewound> rewind(Id id, Rewind request) {
        return running(id).compose(actor -> rewinder.rewind(id, actor, request));
    }

    @Override
    public Future<Redriven> redrive(Id id, Redrive request) {
        return running(id).compose(actor -> redriver.redrive(id, actor, request));
    }

    @Override
    public Future<Operation.Answer> operate(Id id, String operation, Operation.Request request) {
        return running(id).compose(actor -> {
            List<String> known =
                    actor.kind().operations().stream().map(Operation::name).toList();
            return known.contains(operation)
                    ? actor.operate(operation, request)
                    : Future.failedFuture(new ProblemException(Problem.user(
                            "unknown-operation",
                            id.kind() + " has no operation " + operation + ".",
                            Where.path(id.toString()),
                            Suggestion.mend(operation, known))));
        });
    }

    private Future<Actor<?>> running(Id id) {
        return reconciler
                .actor(id)
                .<Future<Actor<?>>>map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture(unknown(id)));
    }

    // ---- looking

    @Override
    public Future<List<View>> list() {
        return views.list();
    }

    @Override
    public Future<View> get(Id id) {
        return reconciler.find(id).map(views::of).orElseGet(() -> Future.failedFuture(unknown(id)));
    }

    @Override
    public Future<List<Generation>> generations(Id id) {
        return desired.read().map(state -> {
            current(id, state);
            return Generations.of(id, state).stream()
                    .map(kept -> new Generation(kept.generation(), kept.appliedAt(), kept.source(), kept.reason()))
                    .toList();
        });
    }

    @Override
    public List<KindView> kinds() {
        return kinds.views();
    }
}
