package io.millrace.processing.flink.application;

import io.millrace.api.Meters;
import io.millrace.api.deployment.Status;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.processing.flink.application.ApplicationState.Rest;
import io.millrace.processing.flink.application.ApplicationState.Scale;
import io.millrace.processing.flink.engine.Engine;
import io.millrace.processing.flink.engine.FlinkFailure;
import io.millrace.processing.flink.engine.FlinkRest;
import io.millrace.processing.flink.ui.FlinkMeters;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * A generation of an application, kept running until it is stopped. Everything happens on the verticle's context; what is asked of
 * it is done one after another. Nothing may be asked of it before it is deployed.
 */
public final class Application extends VerticleBase {

    private final Engine engine;
    private final ApplicationSpec spec;
    private final Storage storage;
    private final InstantSource clock;
    private final Meters meters;
    private final BiFunction<Long, Problem, Future<Void>> rollBack;
    private final StatusView view;
    private Steps steps;
    private SavedState state;
    private JobKeeper keeper;

    /**
     * @param rollBack makes a generation the wanted one again, with the reason
     */
    public Application(
            Engine engine,
            ApplicationSpec spec,
            Storage storage,
            InstantSource clock,
            Meters meters,
            BiFunction<Long, Problem, Future<Void>> rollBack) {
        this.engine = engine;
        this.spec = spec;
        this.storage = storage;
        this.clock = clock;
        this.meters = meters;
        this.rollBack = rollBack;
        this.view = new StatusView(spec, clock);
    }

    /** What is wrong with the name of a snapshot that an application in a folder shall begin with. Blocks. */
    public static Optional<Problem> missingSnapshot(Path folder, String name) {
        return Origins.missing(folder, name);
    }

    // ---- life cycle

    /** Reads where it was, and begins to go on from there by itself. */
    @Override
    public Future<?> start() {
        steps = new Steps(context);
        state = new SavedState(vertx, new StateFile(spec.folder()));
        keeper = new JobKeeper(vertx, steps, engine, spec, storage, clock, rollBack, state, view);
        return state.read().onSuccess(read -> {
            new FlinkMeters(clock, meters, this::rest, this::job).start(vertx);
            steps.add(keeper::takeUp);
        });
    }

    /** Ends its job with a savepoint, until it is resumed. */
    public Future<Void> pause() {
        return steps.add(() -> keeper.end(state.now().rest() == Rest.FINISHED ? Rest.FINISHED : Rest.STOPPED))
                .onSuccess(ended -> view.rests(Status.State.PAUSED));
    }

    public Future<Void> resume() {
        return steps.add(keeper::takeUp);
    }

    /** Ends its job with a savepoint. Nothing of it runs when this completes. */
    public Future<Void> end() {
        return steps.add(() -> {
                    keeper.over();
                    return keeper.end(Rest.STOPPED);
                })
                .eventually(this::undeploy);
    }

    /** The node ends: on a cluster that exists the job goes on; else it ends with a savepoint, and goes on with the node. */
    public Future<Void> leave() {
        return steps.add(() -> {
                    keeper.over();
                    return engine.outlivesTheNode()
                            ? keeper.detach()
                            : keeper.end(state.now().rest());
                })
                .eventually(this::undeploy);
    }

    private Future<Void> undeploy() {
        return vertx.undeploy(context.deploymentID());
    }

    // ---- what users ask for

    /**
     * Takes a savepoint while the job goes on.
     *
     * @return fails with a {@link ProblemException} when nothing runs or there is one of that name
     */
    public Future<Snapshot> snapshot(String name) {
        return steps.add(() -> {
            if (state.now().snapshot(name).isPresent()) {
                return refused("doubled-snapshot", "There is a snapshot '" + name + "'.", "Choose another name.");
            }
            Attempt running = keeper.attempt();
            if (running == null || !running.isRunning()) {
                return refused("not-running", "Its job does not run.", "Wait until it does.");
            }
            view.doing("taking a snapshot");
            return running.savepoint(storage.savepoints())
                    .map(location -> new Snapshot(
                            name,
                            location,
                            clock.instant(),
                            state.now().generations().current()))
                    .compose(taken -> state.save(state.now().with(taken)).map(taken))
                    .recover(failure -> Future.failedFuture(told(failure, "snapshot-failed")))
                    .onComplete(done -> view.doing(""));
        });
    }

    /** Forgets a snapshot and removes its files. */
    public Future<Void> deleteSnapshot(String name) {
        return steps.add(() -> Origins.named(state.now(), name)
                .compose(old -> state.save(state.now().without(old)).compose(saved -> storage.remove(old.location()))));
    }

    /** Has a job begin from a snapshot, in place of the one that runs. Completes when it has its first checkpoint. */
    public Future<Void> restore(String name) {
        return steps.add(() -> Origins.named(state.now(), name)
                        .compose(chosen -> keeper.end(Rest.NONE)
                                .compose(ended -> state.save(state.now().from(chosen.location())))
                                .compose(saved -> keeper.beginFrom(Future.succeededFuture(chosen.location())))
                                .map(begun -> keeper.trial())))
                .compose(trial -> trial);
    }

    /**
     * Ends the job with a savepoint and has it go on with another parallelism. Completes when it has its first checkpoint; when it
     * does not get there it goes on as before, and the future fails.
     */
    public Future<Void> rescale(int parallelism) {
        return steps.add(() -> {
                    int before = keeper.parallelism();
                    return keeper.end(Rest.NONE)
                            .compose(ended -> state.save(state.now().scaled(new Scale(parallelism, before))))
                            .compose(saved -> keeper.beginFrom(keeper.last()))
                            .map(begun -> keeper.trial());
                })
                .compose(trial -> trial);
    }

    /** Ends the job at once, without a savepoint; it stays so, over restarts of the node too. */
    public Future<Void> forceStop() {
        return steps.add(() -> keeper.forceEnd().onSuccess(saved -> view.rests(Status.State.STOPPED)));
    }

    private static <T> Future<T> refused(String code, String what, String mend) {
        return Future.failedFuture(new ProblemException(Problem.user(code, what, Where.path(""), mend)));
    }

    private static ProblemException told(Throwable failure, String code) {
        return failure instanceof ProblemException already
                ? already
                : new ProblemException(
                        Problem.resource(
                                code, FlinkFailure.reason(failure), Where.path(""), "Try it again when the job runs."),
                        failure);
    }

    // ---- looking

    public Status status() {
        return view.status(state.now());
    }

    /** Oldest first; without a name is what the last stop has left. */
    public List<Snapshot> snapshots() {
        return state.now().snapshots();
    }

    /** Flink's REST API while there is one that answers. */
    public Optional<FlinkRest> rest() {
        Attempt now = keeper.attempt();
        return now == null || now.report() == null ? Optional.empty() : Optional.of(now.rest());
    }

    /** Id of the job while there is one. */
    public Optional<String> job() {
        Attempt now = keeper.attempt();
        return now == null ? Optional.empty() : Optional.of(now.job());
    }

    /** Memory of its own process in bytes; 0 without one. Blocks for a moment. */
    public long residentBytes() {
        Attempt now = keeper.attempt();
        return now == null ? 0 : now.session().residentBytes();
    }
}
