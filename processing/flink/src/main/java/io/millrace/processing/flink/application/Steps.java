package io.millrace.processing.flink.application;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/** What is asked of an application, which does it one after another on its context. */
final class Steps {

    private final Context context;
    private Future<Void> last = Future.succeededFuture();

    Steps(Context context) {
        this.context = context;
    }

    /** Any thread; answers on the caller's context. A step that fails keeps none from those after it. */
    <T> Future<T> add(Supplier<Future<T>> step) {
        Promise<T> done = Promise.promise();
        Context caller = context.owner().getOrCreateContext();
        context.runOnContext(now -> {
            Future<T> next = last.transform(before -> step.get());
            last = next.mapEmpty();
            next.onComplete(ended -> caller.runOnContext(told -> done.handle(ended)));
        });
        return done.future();
    }
}
