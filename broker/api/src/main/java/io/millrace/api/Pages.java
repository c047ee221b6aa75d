package io.millrace.api;

import io.vertx.core.http.HttpServerRequest;

/** Pages that a plugin serves below a path of the gateway: the web UI of what it runs, say. */
public interface Pages {

    /** The first segment of their paths: {@code flink} for all of {@code /flink/…}. */
    String path();

    /**
     * Answers a GET or a HEAD whose sender may see it. On an event loop: must not block.
     *
     * @param request with its whole path
     */
    void answer(HttpServerRequest request);
}
