package io.millrace.processing.functions.mapping;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;

/** Lets only so many things run at a time; others wait in turn. Any thread. */
final class Slots {

    private final Queue<Promise<Void>> waiting = new ArrayDeque<>();
    private int free;

    /** @param count how many run at a time */
    Slots(int count) {
        free = count;
    }

    <T> Future<T> run(Supplier<Future<T>> work) {
        return take().compose(taken -> work.get()).eventually(() -> {
            give();
            return Future.succeededFuture();
        });
    }

    private synchronized Future<Void> take() {
        if (free > 0) {
            free--;
            return Future.succeededFuture();
        }
        Promise<Void> turn = Promise.promise();
        waiting.add(turn);
        return turn.future();
    }

    private void give() {
        Promise<Void> next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                free++;
            }
        }
        if (next != null) {
            next.complete();
        }
    }
}
