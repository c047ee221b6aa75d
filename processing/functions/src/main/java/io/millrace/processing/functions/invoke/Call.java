package io.millrace.processing.functions.invoke;

import io.millrace.processing.functions.invoke.Invocation.Outcome;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** One event on its way through a function, from the queue to the answer. On the function's context, but for its log lines. */
final class Call {

    private static final int KEPT_LINES = 100;

    private final String requestId = UUID.randomUUID().toString();
    private final Buffer event;
    private final boolean logged;
    private final Promise<Invocation> answer = Promise.promise();
    private final List<String> lines = new ArrayList<>();
    private final long queuedNanos = System.nanoTime();
    private long begunNanos;

    /** @param logged whether the answer shall have what the handler said meanwhile */
    Call(Buffer event, boolean logged) {
        this.event = event;
        this.logged = logged;
    }

    String requestId() {
        return requestId;
    }

    Buffer event() {
        return event;
    }

    boolean logged() {
        return logged;
    }

    Promise<Invocation> answer() {
        return answer;
    }

    long queuedNanos() {
        return queuedNanos;
    }

    void begin() {
        begunNanos = System.nanoTime();
    }

    /** Since it was handed to a process. */
    long nanos() {
        return System.nanoTime() - begunNanos;
    }

    /** Any thread. */
    synchronized void said(String line) {
        if (logged) {
            lines.add(line);
            if (lines.size() > KEPT_LINES) {
                lines.remove(0);
            }
        }
    }

    synchronized void end(Outcome outcome, Buffer payload) {
        answer.tryComplete(new Invocation(requestId, outcome, payload, List.copyOf(lines)));
    }
}
