package io.millrace.processing.flink.application;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the next job of an application goes on from: a checkpoint or a savepoint, or nothing, which is empty. Every future fails with
 * a {@link ProblemException}.
 */
record Origins(ApplicationSpec spec, Storage storage) {

    /** When a user starts it: what the definition says. */
    Future<String> chosen(ApplicationState state) {
        if (state.generations().isWayBack(spec.generation())) {
            return last(state); // it was the node that started it
        }
        return switch (spec.restoreType()) {
            case SKIP_RESTORE_FROM_SNAPSHOT -> Future.succeededFuture("");
            case RESTORE_FROM_CUSTOM_SNAPSHOT ->
                named(state, spec.snapshotName()).map(Snapshot::location);
            case RESTORE_FROM_LATEST_SNAPSHOT -> last(state);
        };
    }

    /** Where it was: the newest checkpoint of the last job, else what that began with. */
    Future<String> last(ApplicationState state) {
        return left(state).compose(checkpoint -> {
            String from = checkpoint.orElse(state.job().origin());
            return from.isEmpty() && state.durable()
                    ? Future.failedFuture(new ProblemException(nothingLeft()))
                    : Future.succeededFuture(from);
        });
    }

    /** The newest that the last job has completed. */
    Future<Optional<String>> left(ApplicationState state) {
        return state.job().id().isEmpty()
                ? Future.succeededFuture(Optional.empty())
                : storage.newest(folder(state), state.job().id());
    }

    /** Where the last job's checkpoints are. */
    String folder(ApplicationState state) {
        return state.job().folder().isEmpty()
                ? storage.folderOf(state.job().id())
                : state.job().folder();
    }

    private Problem nothingLeft() {
        return Problem.resource(
                "nothing-to-restore",
                "The application has completed checkpoints, and none is there any more.",
                Where.path(""),
                "Bring back " + storage.checkpoints() + ", or have it start from nothing with"
                        + " applicationRestoreType: SKIP_RESTORE_FROM_SNAPSHOT.");
    }

    static Future<Snapshot> named(ApplicationState state, String name) {
        return state.snapshot(name)
                .map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture(new ProblemException(unknown(name))));
    }

    /** What is wrong with the name of a snapshot. Blocks. */
    static Optional<Problem> missing(Path folder, String name) {
        return new StateFile(folder).read().snapshot(name).isPresent() ? Optional.empty() : Optional.of(unknown(name));
    }

    private static Problem unknown(String name) {
        return Problem.user(
                "unknown-snapshot",
                "There is no snapshot '" + name + "'.",
                Where.path("snapshotName"),
                "See the snapshots with: millrace snapshots");
    }
}
