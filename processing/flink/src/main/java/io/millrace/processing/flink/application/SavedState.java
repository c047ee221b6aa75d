package io.millrace.processing.flink.application;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** The {@linkplain ApplicationState state} of an application, in memory and in its file. Read on any thread. */
final class SavedState {

    private final Vertx vertx;
    private final StateFile file;
    private volatile ApplicationState now = ApplicationState.FIRST;

    SavedState(Vertx vertx, StateFile file) {
        this.vertx = vertx;
        this.file = file;
    }

    /** Completes with what was saved last. */
    Future<ApplicationState> read() {
        return vertx.executeBlocking(file::read).onSuccess(read -> now = read);
    }

    ApplicationState now() {
        return now;
    }

    /** It counts at once, and survives a loss of power once this completes. */
    Future<Void> save(ApplicationState next) {
        now = next;
        return vertx.executeBlocking(() -> {
            file.write(next);
            return null;
        });
    }
}
