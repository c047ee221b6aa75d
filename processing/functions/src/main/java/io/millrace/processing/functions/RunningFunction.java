package io.millrace.processing.functions;

import io.millrace.api.deployment.Operation;
import io.millrace.api.deployment.Running;
import io.millrace.api.deployment.Status;
import io.millrace.api.problem.Problem;
import io.millrace.processing.functions.invoke.Invocation;
import io.millrace.processing.functions.invoke.Invocation.Outcome;
import io.millrace.processing.functions.invoke.WorkerPool;
import io.millrace.processing.functions.mapping.Mapping;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A function that runs: its processes, and the mappings that feed it. */
final class RunningFunction implements Running {

    /** The first that any part is in is the whole's. */
    private static final List<Status.State> WORST_FIRST =
            List.of(Status.State.FAILED, Status.State.RETRYING, Status.State.STARTING);

    private final WorkerPool processes;
    private final List<Mapping> mappings;

    RunningFunction(WorkerPool processes, List<Mapping> mappings) {
        this.processes = processes;
        this.mappings = mappings;
    }

    /** Starts the mappings; when one cannot be, nothing runs any more. */
    Future<Running> start() {
        return each(Mapping::start)
                .<Running>map(this)
                .recover(failure -> stop().transform(stopped -> Future.failedFuture(failure)));
    }

    @Override
    public Future<Void> pause() {
        return each(Mapping::pause);
    }

    @Override
    public Future<Void> resume() {
        return each(Mapping::resume);
    }

    @Override
    public Future<Void> stop() {
        return each(Mapping::stop).eventually(processes::undeploy);
    }

    private Future<Void> each(Function<Mapping, Future<Void>> step) {
        return Future.join(mappings.stream().map(step).toList()).mapEmpty();
    }

    @Override
    public Status status() {
        Status own = processes.status();
        List<Status> events = mappings.stream().map(Mapping::status).toList();
        List<Problem> problems = new ArrayList<>(own.problems());
        events.forEach(event -> problems.addAll(event.problems()));
        Status.State state = WORST_FIRST.stream()
                .filter(worst -> own.state() == worst || events.stream().anyMatch(event -> event.state() == worst))
                .findFirst()
                .orElse(own.state());
        JsonObject details = own.details();
        if (!events.isEmpty()) {
            details.put(
                    "events", new JsonArray(events.stream().map(Status::details).toList()));
        }
        return new Status(state, problems, details);
    }

    @Override
    public Future<Operation.Answer> operate(String operation, Operation.Request request) {
        boolean logged = Boolean.parseBoolean(request.parameters().getOrDefault("logs", "false"));
        return processes
                .invoke(request.body(), logged)
                .map(invocation -> new Operation.Answer(answer(invocation, logged)));
    }

    /** As Lambda's Invoke answers, as one object. */
    private static JsonObject answer(Invocation invocation, boolean logged) {
        JsonObject answer =
                new JsonObject().put("requestId", invocation.requestId()).put("statusCode", 200);
        if (invocation.outcome() == Outcome.FAILED) {
            answer.put("functionError", "Unhandled");
        }
        answer.put("payload", payload(invocation.payload()));
        return logged ? answer.put("logs", new JsonArray(invocation.log())) : answer;
    }

    private static Object payload(Buffer payload) {
        try {
            return payload.length() == 0 ? null : Json.decodeValue(payload);
        } catch (DecodeException text) {
            return payload.toString();
        }
    }
}
