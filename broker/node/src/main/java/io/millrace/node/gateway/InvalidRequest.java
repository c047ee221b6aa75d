package io.millrace.node.gateway;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.Where;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/** Answers a request that is not HTTP, or whose head is too long, and hangs up. */
final class InvalidRequest implements Handler<HttpServerRequest> {

    @Override
    public void handle(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        int status = cause instanceof TooLongHttpLineException
                ? 414
                : cause instanceof TooLongHttpHeaderException ? 431 : 400;
        Problem problem = Problem.user(
                "malformed-request", "the request is not well formed: " + cause.getMessage() + ".", Where.path(""), "");
        request.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/problem+json")
                .end(ProblemResponse.body(status, List.of(problem)).toBuffer());
        request.connection().close();
    }
}
