package io.millrace.processing.functions.invoke;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** A function that can be called. Any thread; the future completes on the caller's context when it has one. */
public interface Invoker {

    /**
     * Calls the handler in the next free child; waits for one when all are busy.
     *
     * @param event JSON, handed over as it is
     * @return what came of it, a function's error included; fails only when no child can be had, with a {@link
     *     io.millrace.api.problem.ProblemException} that says why
     */
    Future<Invocation> invoke(Buffer event);
}
