package io.millrace.processing.flink.application;

import io.millrace.api.deployment.Operation;
import io.millrace.api.deployment.Running;
import io.millrace.api.deployment.Status;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.processing.flink.application.ApplicationState.Rest;
import io.millrace.processing.flink.engine.Engine;
import io.millrace.processing.flink.engine.FlinkFailure;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A generation of an application, kept running until it is stopped. Everything happens on the verticle's context; what is asked of
 * it is done one after another.
 *
 * <p>It goes on from where it was: from the newest complete checkpoint of its last job, else from what that job began with. Never
 * from nothing once anything was complete, unless a user says so. A generation that does not get to its first checkpoint is given
 * up for the last one that did.
 */
public final class Application extends VerticleBase implements Running, Attempt.Owner {

    private static final Logger LOG = LoggerFactory.getLogger(Application.class);

    private static final long FIRST_BACKOFF_MS = 500;
    private static final long LONGEST_BACKOFF_MS = 60_000;

    /** Of a generation that never ran, before it is given up. */
    private static final int MOST_LOSSES = 3;

    private static final int MOST_RESTARTS = 3;

    private final Engine engine;
    private final ApplicationSpec spec;
    private final Storage storage;
    private final InstantSource clock;
    private final BiFunction<Long, Problem, Future<Void>> rollBack;
    private final StateFile file;
    private final ApplicationLog log;
    private final StatusView view;
    private final Promise<Void> undeployed = Promise.promise();
    private Future<Void> steps = Future.succeededFuture();
    private volatile ApplicationState state = ApplicationState.FIRST;
    private volatile Attempt attempt; // null while nothing runs
    private long retry = -1; // timer
    private int losses; // in a row
    private boolean over; // nothing is begun any more
    private Promise<Void> trial = Promise.promise(); // ends when the current attempt is proven or given up

    /**
     * @param rollBack makes a generation the wanted one again, with the reason
     */
    public Application(
            Engine engine,
            ApplicationSpec spec,
            Storage storage,
            InstantSource clock,
            BiFunction<Long, Problem, Future<Void>> rollBack) {
        this.engine = engine;
        this.spec = spec;
        this.storage = storage;
        this.clock = clock;
        this.rollBack = rollBack;
        this.file = new StateFile(spec.folder());
        this.log = new ApplicationLog("FlinkJob/" + spec.name());
        this.view = new StatusView(spec, clock);
    }

    // ---- life cycle

    /** Reads where it was, and begins to go on from there by itself. */
    @Override
    public Future<?> start() {
        return vertx.executeBlocking(file::read).onSuccess(read -> {
            state = read;
            step(this::takeUp);
        });
    }

    @Override
    public Future<Void> pause() {
        return step(() -> end(state.rest() == Rest.FINISHED ? Rest.FINISHED : Rest.STOPPED))
                .onSuccess(ended -> view.rests(Status.State.PAUSED));
    }

    @Override
    public Future<Void> resume() {
        return step(this::takeUp);
    }

    @Override
    public Future<Void> stop() {
        return step(() -> {
                    over = true;
                    return end(Rest.STOPPED);
                })
                .eventually(this::undeploy);
    }

    /** On a cluster that exists the job goes on; else it ends with a savepoint, and goes on with the node. */
    @Override
    public Future<Void> leave() {
        return step(() -> {
                    over = true;
                    return engine.outlivesTheNode() ? detach() : end(state.rest());
                })
                .eventually(this::undeploy);
    }

    private Future<Void> undeploy() {
        return vertx.undeploy(context.deploymentID());
    }

    private Future<Void> detach() {
        Attempt left = attempt;
        attempt = null;
        vertx.cancelTimer(retry);
        return left == null ? Future.succeededFuture() : left.detach();
    }

    /** One after another, on the application's context. */
    private Future<Void> step(Supplier<Future<Void>> step) {
        Promise<Void> done = Promise.promise();
        Context caller = vertx.getOrCreateContext();
        context.runOnContext(now -> {
            steps = steps.transform(before -> step.get());
            steps.onComplete(ended -> caller.runOnContext(told -> done.handle(ended)));
        });
        return done.future();
    }

    /** From a start: of the node, or by a user. */
    private Future<Void> takeUp() {
        if (state.abandoned() == spec.generation()) {
            // The node ended before it could go back.
            askToGoBack(Problem.user("given-up", "It did not run.", Where.path(""), ""));
            return Future.succeededFuture();
        }
        if (state.rest() == Rest.FORCED && state.generation() == spec.generation()) {
            view.rests(Status.State.STOPPED);
            return Future.succeededFuture();
        }
        if (state.rest() == Rest.FINISHED && state.generation() == spec.generation()) {
            view.rests(Status.State.COMPLETED);
            return Future.succeededFuture();
        }
        boolean runs = engine.outlivesTheNode() && !state.job().isEmpty();
        return (runs ? findJob() : Future.succeededFuture(false))
                .compose(found -> found ? join() : beginFrom(state.rest() == Rest.STOPPED ? chosen() : resumption()))
                .recover(unreachable -> {
                    lost(Problem.resource(
                            "cluster-silent",
                            "Flink does not answer: " + unreachable.getMessage() + ".",
                            Where.path("flink.address"),
                            "It is asked again."));
                    return Future.succeededFuture();
                });
    }

    /** Whether the last job runs still. */
    private Future<Boolean> findJob() {
        Attempt look = newAttempt(state.job());
        return look.find().eventually(look::detach);
    }

    private Future<Void> join() {
        if (state.generation() != spec.generation()) {
            return takeOver();
        }
        attempt = newAttempt(state.job());
        view.begins(attempt, state.origin());
        attempt.adopt();
        return Future.succeededFuture();
    }

    /** A job of an earlier generation, which the node has left running, ends as if the change had come now. */
    private Future<Void> takeOver() {
        Attempt former = newAttempt(state.job());
        return former.open()
                .compose(opened -> stopWithSavepoint(former))
                .transform(stopped -> former.close())
                .compose(ended -> beginFrom(resumption()));
    }

    private Attempt newAttempt(String job) {
        return new Attempt(vertx, engine, platform(), job, this);
    }

    private Engine.Spec platform() {
        return new Engine.Spec(
                spec.name(),
                spec.environment(),
                spec.folder(),
                parallelism(),
                spec.memory(),
                spec.configuration(),
                log::said);
    }

    private int parallelism() {
        return state.parallelism() > 0 && state.generation() == spec.generation()
                ? state.parallelism()
                : spec.parallelism();
    }

    // ---- from where

    /** What a user's start goes on from. */
    private Future<String> chosen() {
        if (state.abandoned() > 0) {
            return resumption(); // it was the node that started it
        }
        return switch (spec.restoreType()) {
            case SKIP_RESTORE_FROM_SNAPSHOT -> Future.succeededFuture("");
            case RESTORE_FROM_CUSTOM_SNAPSHOT -> snapshot(spec.snapshotName()).map(Snapshot::location);
            case RESTORE_FROM_LATEST_SNAPSHOT -> resumption();
        };
    }

    Future<Snapshot> snapshot(String name) {
        return state.snapshot(name)
                .map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture(new ProblemException(unknownSnapshot(name))));
    }

    /** What an application without such a snapshot is told. */
    public static Problem unknownSnapshot(String name) {
        return Problem.user(
                "unknown-snapshot",
                "There is no snapshot '" + name + "'.",
                Where.path("snapshotName"),
                "See the snapshots with: millrace snapshots");
    }

    /** Where the application was. */
    private Future<String> resumption() {
        Future<Optional<String>> newest = state.job().isEmpty()
                ? Future.succeededFuture(Optional.empty())
                : storage.newest(
                        state.jobFolder().isEmpty() ? storage.folderOf(state.job()) : state.jobFolder());
        return newest.compose(checkpoint -> {
            String from = checkpoint.orElse(state.origin());
            if (from.isEmpty() && state.durable()) {
                return Future.failedFuture(new ProblemException(Problem.resource(
                        "nothing-to-restore",
                        "The application has completed checkpoints, and none is there any more.",
                        Where.path(""),
                        "Bring back its folder " + storage.checkpoints()
                                + ", or have it start from nothing with applicationRestoreType:"
                                + " SKIP_RESTORE_FROM_SNAPSHOT.")));
            }
            return Future.succeededFuture(from);
        });
    }

    private Future<Void> beginFrom(Future<String> origin) {
        return origin.compose(this::begin)
                .recover(failure -> givenUp(
                        failure instanceof ProblemException told
                                ? told.problems().get(0)
                                : Problem.resource("not-begun", failure.toString(), Where.path(""), "Restart it.")));
    }

    private Future<Void> begin(String origin) {
        if (origin.isEmpty() && state.jobs() > 0) {
            LOG.atWarn()
                    .addKeyValue("deployment", "FlinkJob/" + spec.name())
                    .log("starts from nothing: no checkpoint was ever completed, or it was asked to");
        }
        String id = JobIds.of(spec.uid(), state.jobs() + 1);
        if (trial.future().isComplete()) {
            trial = Promise.promise();
        }
        return save(state.submitting(id, spec.generation(), origin)).map(saved -> {
            attempt = newAttempt(id);
            view.begins(attempt, origin);
            attempt.launch(spec.program().get(), request(origin));
            watchTrial(attempt);
            return null;
        });
    }

    private JsonObject request(String origin) {
        JsonObject configuration = new JsonObject();
        spec.configuration().forEach(configuration::put);
        JsonObject request = new JsonObject()
                .put("parallelism", parallelism())
                .put("allowNonRestoredState", spec.allowNonRestoredState())
                .put("flinkConfiguration", configuration);
        return origin.isEmpty() ? request : request.put("savepointPath", origin);
    }

    /** Gives it up when it takes too long. */
    private void watchTrial(Attempt watched) {
        vertx.timer(spec.updateTimeout().toMillis(), TimeUnit.MILLISECONDS).onSuccess(rung -> {
            if (attempt == watched && isOnTrial()) {
                giveUp(watched, Problem.user(
                        "update-timed-out",
                        "It did not complete a checkpoint within "
                                + spec.updateTimeout().toSeconds() + " s.",
                        Where.path(""),
                        "See what it does with: millrace logs " + spec.name()));
            }
        });
    }

    /** True while something is there to go back to. */
    private boolean isOnTrial() {
        return state.parallelismBefore() >= 0
                || state.good() > 0 && state.good() != spec.generation() && state.abandoned() == 0;
    }

    private Future<Void> save(ApplicationState next) {
        state = next;
        return vertx.executeBlocking(() -> {
            file.write(next);
            return null;
        });
    }

    // ---- what attempts tell

    @Override
    public void reported(Attempt which, JobReport report) {
        if (which != attempt) {
            return;
        }
        view.reported(report);
        if (report.isProven()) {
            proven(report);
        } else if (isOnTrial() && report.restarts() >= MOST_RESTARTS) {
            which.newestException()
                    .onSuccess(exception -> giveUp(which, Problem.user(
                            "job-restarts",
                            "Its job fails again and again:\n" + exception,
                            Where.path(""),
                            "Correct the program and apply it again.")));
        }
    }

    private void proven(JobReport report) {
        losses = 0;
        String folder = report.folder();
        boolean news = state.good() != spec.generation()
                || state.parallelismBefore() >= 0
                || !state.jobFolder().equals(folder)
                || report.completed() > 0 && !state.durable();
        if (news) {
            save(state.proven(folder, report.completed() > 0))
                    .onSuccess(saved -> trial.tryComplete())
                    .onFailure(trial::tryFail);
        } else {
            trial.tryComplete();
        }
    }

    @Override
    public void silent(Attempt which, FlinkFailure why) {
        if (which == attempt) {
            view.troubled(Problem.resource(
                    "cluster-silent",
                    "Flink does not answer: " + why.reason() + ".",
                    Where.path("flink.address"),
                    "It is asked again; the job may go on meanwhile."));
        }
    }

    @Override
    public void ended(Attempt which, Ending ending) {
        if (which != attempt) {
            return;
        }
        attempt = null;
        step(() -> which.close().transform(closed -> over
                ? Future.succeededFuture()
                : switch (ending.how()) {
                    case FINISHED -> finished();
                    case FAILED -> givenUp(ending.why());
                    case LOST -> lost(ending.why());
                }));
    }

    /** A job that is done has nothing to go on from. */
    private Future<Void> finished() {
        trial.tryComplete();
        return save(state.from("").resting(Rest.FINISHED))
                .onComplete(saved -> view.rests(Status.State.COMPLETED));
    }

    private Future<Void> lost(Problem why) {
        losses++;
        if (losses >= MOST_LOSSES && state.good() != spec.generation() && !engine.outlivesTheNode()) {
            return givenUp(why);
        }
        view.troubled(why);
        long wait = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS << Math.min(losses - 1, 10));
        LOG.atWarn()
                .addKeyValue("deployment", "FlinkJob/" + spec.name())
                .addKeyValue("error", why.what())
                .log("goes on from its last checkpoint in {} ms", wait);
        retry = vertx.setTimer(wait, rung -> {
            retry = -1;
            step(() -> attempt == null && !over && state.rest() == Rest.NONE ? takeUp() : Future.succeededFuture());
        });
        return Future.succeededFuture();
    }

    private void giveUp(Attempt given, Problem why) {
        if (given == attempt) {
            ended(given, new Ending(Ending.How.FAILED, why));
        }
    }

    /** It does not run like this: goes back to what did, where there is such. */
    private Future<Void> givenUp(Problem why) {
        Promise<Void> tried = trial;
        if (state.parallelismBefore() >= 0) {
            LOG.atWarn()
                    .addKeyValue("deployment", "FlinkJob/" + spec.name())
                    .addKeyValue("error", why.what())
                    .log("goes back to the parallelism it had");
            return save(state.scaled(state.parallelismBefore(), -1))
                    .onComplete(saved -> tried.tryFail(new ProblemException(why)))
                    .compose(saved -> beginFrom(resumption()));
        }
        tried.tryFail(new ProblemException(why));
        view.failed(why);
        return isOnTrial()
                ? save(state.givenUp()).onComplete(saved -> askToGoBack(why))
                : Future.succeededFuture();
    }

    private void askToGoBack(Problem why) {
        rollBack.apply(state.good(), why).onFailure(failure -> {
            LOG.atError()
                    .addKeyValue("deployment", "FlinkJob/" + spec.name())
                    .addKeyValue("error", failure.getMessage())
                    .log("could not go back to generation {}", state.good());
            view.failed(why);
        });
    }

    // ---- ending it

    /** Ends the job, with a savepoint if it runs. */
    private Future<Void> end(Rest rest) {
        vertx.cancelTimer(retry);
        Attempt ending = attempt;
        attempt = null;
        trial.tryFail(new ProblemException(
                Problem.user("stopped", "It was stopped meanwhile.", Where.path(""), "")));
        if (ending == null) {
            return save(state.resting(rest));
        }
        view.doing("stopping");
        return (ending.isRunning() ? stopWithSavepoint(ending) : Future.<Void>succeededFuture())
                .transform(stopped -> ending.close())
                .transform(closed -> save(state.resting(rest)));
    }

    private Future<Void> stopWithSavepoint(Attempt running) {
        return running.stop(storage.savepoints())
                .compose(location -> save(state.stopped(new Snapshot("", location, clock.instant(), state.generation()))))
                .onFailure(failure -> LOG.atWarn()
                        .addKeyValue("deployment", "FlinkJob/" + spec.name())
                        .addKeyValue("error", failure instanceof FlinkFailure told ? told.reason() : failure.toString())
                        .log("did not stop with a savepoint; it goes on from its last checkpoint"));
    }

    // ---- looking

    @Override
    public Status status() {
        return view.status(state);
    }
}
