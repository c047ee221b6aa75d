package io.millrace.processing.flink;

import io.millrace.api.deployment.Operation;
import io.millrace.api.deployment.Operation.Input;
import io.millrace.api.deployment.Running;
import io.millrace.api.deployment.Status;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.processing.flink.application.Application;
import io.millrace.processing.flink.application.Snapshot;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;

/** A Flink application that runs, and what can be asked of it. */
final class RunningFlinkJob implements Running {

    static final List<Operation> OPERATIONS = List.of(
            new Operation("snapshots", "List the application's snapshots.", false, Input.NONE),
            new Operation("snapshot", "Take a snapshot of a name while the application goes on.", true, Input.JSON),
            new Operation("delete-snapshot", "Delete the snapshot of a name.", true, Input.JSON),
            new Operation("restore", "Have the application go on from the snapshot of a name.", true, Input.JSON),
            new Operation("rescale", "Have the application go on with another parallelism.", true, Input.JSON),
            new Operation(
                    "force-stop",
                    "End the application's job at once, without a savepoint; restart starts it again.",
                    true,
                    Input.JSON),
            new Operation("exceptions", "Show why the job's tasks have failed.", false, Input.NONE));

    /** Source: SnapshotName of the API of Managed Service for Apache Flink. */
    private static final String NAME = "[a-zA-Z0-9_.-]{1,256}";

    private static final int MOST_PARALLEL = 512;

    private final Application application;

    RunningFlinkJob(Application application) {
        this.application = application;
    }

    Application application() {
        return application;
    }

    @Override
    public Future<Void> pause() {
        return application.pause();
    }

    @Override
    public Future<Void> resume() {
        return application.resume();
    }

    @Override
    public Future<Void> stop() {
        return application.end();
    }

    @Override
    public Future<Void> leave() {
        return application.leave();
    }

    @Override
    public Status status() {
        return application.status();
    }

    @Override
    public Future<Operation.Answer> operate(String operation, Operation.Request request) {
        return Future.succeededFuture()
                .compose(asked -> switch (operation) {
                    case "snapshots" -> Future.succeededFuture(snapshots());
                    case "snapshot" -> application.snapshot(name(request)).map(Snapshot::toJson);
                    case "delete-snapshot" ->
                        application.deleteSnapshot(name(request)).map(done -> new JsonObject());
                    case "restore" -> application.restore(name(request)).map(done -> details());
                    case "rescale" -> application.rescale(parallelism(request)).map(done -> details());
                    case "force-stop" -> application.forceStop().map(done -> new JsonObject());
                    case "exceptions" -> exceptions();
                    default -> throw new IllegalArgumentException(operation);
                })
                .map(Operation.Answer::new);
    }

    private JsonObject details() {
        return application.status().details();
    }

    private JsonObject snapshots() {
        return new JsonObject()
                .put(
                        "snapshots",
                        new JsonArray(application.snapshots().stream()
                                .map(Snapshot::toJson)
                                .toList()));
    }

    private Future<JsonObject> exceptions() {
        return application
                .rest()
                .map(rest -> rest.exceptions(application.job().orElse("")))
                .orElseGet(() -> Future.succeededFuture(new JsonArray()))
                .map(entries -> new JsonObject()
                        .put(
                                "exceptions",
                                new JsonArray(entries.stream()
                                        .map(each -> exception((JsonObject) each))
                                        .toList())));
    }

    private static JsonObject exception(JsonObject entry) {
        return new JsonObject()
                .put("at", Instant.ofEpochMilli(entry.getLong("timestamp")).toString())
                .put("task", entry.getString("taskName"))
                .put("exception", entry.getString("exceptionName"))
                .put("stack", entry.getString("stacktrace"));
    }

    private static String name(Operation.Request request) {
        String name = body(request).getString("name", "");
        if (!name.matches(NAME)) {
            throw new ProblemException(Problem.user(
                    "wrong-name",
                    "name is '" + name + "', not the name of a snapshot.",
                    Where.path("name"),
                    "Give a name of letters, digits, '.', '_' and '-'."));
        }
        return name;
    }

    private static int parallelism(Operation.Request request) {
        if (body(request).getValue("parallelism") instanceof Number number
                && number.intValue() >= 1
                && number.intValue() <= MOST_PARALLEL) {
            return number.intValue();
        }
        throw new ProblemException(Problem.user(
                "wrong-parallelism",
                "parallelism is " + body(request).getValue("parallelism") + ", not a number of tasks.",
                Where.path("parallelism"),
                "Give a number from 1 to " + MOST_PARALLEL + "."));
    }

    private static JsonObject body(Operation.Request request) {
        try {
            return request.body().length() == 0
                    ? new JsonObject()
                    : request.body().toJsonObject();
        } catch (DecodeException | ClassCastException malformed) {
            throw new ProblemException(Problem.user(
                    "not-an-object", "The body is no JSON object.", Where.path(""), "Send {\"name\": …}."));
        }
    }
}
