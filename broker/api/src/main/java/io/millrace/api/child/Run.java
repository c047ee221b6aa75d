package io.millrace.api.child;

import io.vertx.core.Future;

/** A process that runs once: a plugin that starts others in its stead decides when. Any thread. */
public interface Run {

    /**
     * Completes when the process and all that it has started are gone: with its exit status, 128 and more for a signal. Fails
     * with an {@link java.io.IOException} when it could not be started.
     */
    Future<Integer> ended();

    /** Kills it with all that it has started, without asking first. */
    void kill();

    /** Memory that it and all that it has started have in use, in bytes; 0 when that is unknown. Blocks for a moment. */
    long residentBytes();
}
