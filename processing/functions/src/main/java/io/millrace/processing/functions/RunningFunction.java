package io.millrace.processing.functions;

import io.millrace.api.deployment.Operation;
import io.millrace.api.deployment.Running;
import io.millrace.api.deployment.Status;
import io.millrace.processing.functions.invoke.Invocation;
import io.millrace.processing.functions.invoke.Invocation.Outcome;
import io.millrace.processing.functions.invoke.WorkerPool;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** A function that runs. */
final class RunningFunction implements Running {

    private final WorkerPool processes;

    RunningFunction(WorkerPool processes) {
        this.processes = processes;
    }

    /** Nothing reads records that would have to wait. */
    @Override
    public Future<Void> pause() {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> resume() {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> stop() {
        return processes.stop();
    }

    @Override
    public Status status() {
        return processes.status();
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
