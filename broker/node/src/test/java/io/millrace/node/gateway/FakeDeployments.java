package io.millrace.node.gateway;

import io.millrace.api.deployment.Operation;
import io.millrace.api.deployment.Status;
import io.millrace.api.feed.Partition;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.node.deployments.Deployments;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Deployments that remember what was asked of them. */
final class FakeDeployments implements Deployments {

    final List<String> calls = new ArrayList<>();
    final Map<String, View> views = new TreeMap<>();
    Submission submission;
    List<String> files = List.of();

    void add(View view) {
        views.put(view.id().toString(), view);
    }

    static View view(String kind, String name, Status.State state, Problem... problems) {
        return new View(
                new Id(kind, name),
                "uid-" + name,
                3,
                false,
                false,
                Instant.parse("2026-01-31T12:00:00Z"),
                Map.of("team", "seismic"),
                "",
                new JsonObject().put("partitions", 4),
                "kind: " + kind + "\nname: " + name + "\n",
                Map.of(1, new Status(state, List.of(problems), new JsonObject().put("records", 1_707))),
                Map.of(
                        new Partition("quakes", 1), new Lag(-1, 20, 20, 3.5),
                        new Partition("quakes", 0), new Lag(10, 12, 2, 0.25)),
                Map.of("records", 500.0, "bytes", 64_000.0));
    }

    @Override
    public Future<Applied> apply(Submission applied, boolean dryRun) {
        submission = applied;
        calls.add("apply dryRun=" + dryRun);
        if (!dryRun && !applied.artifacts().keySet().containsAll(files)) {
            return Future.failedFuture(new ProblemException(
                    Problem.user("artifact-missing", "a file was not uploaded.", Where.path(""), "Upload it.")));
        }
        return Future.succeededFuture(
                new Applied(List.of(new Change(new Id("Topic", "quakes"), "created", 1)), List.of("a warning"), files));
    }

    @Override
    public Future<List<View>> list() {
        return Future.succeededFuture(List.copyOf(views.values()));
    }

    @Override
    public Future<View> get(Id id) {
        View view = views.get(id.toString());
        return view != null
                ? Future.succeededFuture(view)
                : Future.failedFuture(new ProblemException(
                        Problem.user("unknown-deployment", "there is no " + id + ".", Where.path(id.toString()), "")));
    }

    @Override
    public Future<List<Generation>> generations(Id id) {
        return Future.succeededFuture(List.of(new Generation(3, Instant.EPOCH, "kind: Topic", "")));
    }

    @Override
    public Future<View> rollback(Id id, long generation) {
        return called("rollback " + generation, id);
    }

    @Override
    public Future<View> delete(Id id) {
        return called("delete", id);
    }

    @Override
    public Future<View> pause(Id id) {
        return called("pause", id);
    }

    @Override
    public Future<View> resume(Id id) {
        return called("resume", id);
    }

    @Override
    public Future<View> restart(Id id) {
        return called("restart", id);
    }

    @Override
    public Future<Rewound> rewind(Id id, Rewind request) {
        calls.add("rewind " + id + " " + request);
        Partition partition = new Partition("quakes", 0);
        return Future.succeededFuture(new Rewound(Map.of(partition, 10L), Map.of(partition, 0L), "nothing"));
    }

    @Override
    public Future<Redriven> redrive(Id id, Redrive request) {
        calls.add("redrive " + id + " " + request.max());
        return Future.succeededFuture(new Redriven(7, "quakes-failed"));
    }

    @Override
    public Future<Operation.Answer> operate(Id id, String operation, Operation.Request request) {
        calls.add(operation + " " + id + " " + request.body() + " " + request.parameters());
        if (operation.equals("explode")) {
            throw new IllegalStateException("a defect");
        }
        return Future.succeededFuture(new Operation.Answer(new JsonObject().put("done", true)));
    }

    @Override
    public List<KindView> kinds() {
        return List.of(new KindView(
                "Topic",
                1,
                List.of(new JsonObject().put("name", "partitions")),
                List.of(
                        new Operation("describe-more", "Tells more.", false, Operation.Input.NONE),
                        new Operation("explode", "Breaks.", true, Operation.Input.JSON))));
    }

    private Future<View> called(String call, Id id) {
        calls.add(call + " " + id);
        return get(id);
    }
}
