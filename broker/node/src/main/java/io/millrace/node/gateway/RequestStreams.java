package io.millrace.node.gateway;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/** How bodies that are streamed begin and end. */
final class RequestStreams {

    /** A client that goes on sending after the answer is heard this long, so that it can read the answer. */
    private static final long LINGER_MS = 5_000;

    private RequestStreams() {}

    /** Tells a client that waits for it ({@code Expect: 100-continue}) to send the body. */
    static void invite(HttpServerRequest request) {
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
    }

    /** Lets go of a body that is not wanted any more, after the answer was sent. */
    static void discard(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.isEnded()) {
            return;
        }
        request.handler(rest -> {}).resume();
        long timer =
                context.vertx().setTimer(LINGER_MS, late -> request.connection().close());
        request.end().onComplete(ended -> context.vertx().cancelTimer(timer));
    }
}
