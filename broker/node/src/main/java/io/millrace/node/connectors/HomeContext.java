package io.millrace.node.connectors;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * The one context that something is used on.
 *
 * @param context of a verticle
 */
record HomeContext(Context context) {

    /** The same result, told on this context, wherever it was found. */
    <T> Future<T> bring(Future<T> from) {
        Promise<T> here = Promise.promise();
        from.onComplete((result, failure) -> context.runOnContext(now -> here.complete(result, failure)));
        return here.future();
    }
}
