package io.millrace.processing.flink.application;

import io.millrace.api.Meters;
import io.millrace.api.deployment.Status;
import io.millrace.api.problem.Fault;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.processing.flink.application.ApplicationState.Rest;
import io.millrace.processing.flink.application.ApplicationState.Scale;
import io.millrace.processing.flink.engine.Engine;
import io.millrace.processing.flink.engine.FlinkFailure;
import io.millrace.processing.flink.engine.FlinkRest;
import io.millrace.processing.flink.ui.FlinkMeters;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * A generation of an application, kept running until it is stopped. Everything happens on the verticle's context; what is asked of
 * it is done one after another.
 *
 * <p>It goes on from where it was: from the newest complete checkpoint of its last job, else from what that job began with. Never
 * from nothing once anything was complete, unless a user says so. A generation that does not get to its first checkpoint is given
 * up for the last one that did.
 */
public final class Application extends VerticleBase implements Attempt.Owner {

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
    private final Meters meters;
    private final BiFunction<Long, Problem, Future<Void>> rollBack;
    private final StateFile file;
    private final Origins origins;
    private final ApplicationLog log;
    private final StatusView view;
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
            Meters meters,
            BiFunction<Long, Problem, Future<Void>> rollBack) {
        this.engine = engine;
        this.spec = spec;
        this.storage = storage;
        this.clock = clock;
        this.meters = meters;
        this.rollBack = rollBack;
        this.file = new StateFile(spec.folder());
        this.origins = new Origins(spec, storage);
        this.log = new ApplicationLog("FlinkJob/" + spec.name());
        this.view = new StatusView(spec, clock);
    }

    // ---- life cycle

    /** What is wrong with the name of a snapshot that an application in a folder shall begin with. Blocks. */
    public static Optional<Problem> missingSnapshot(Path folder, String name) {
        return Origins.missing(folder, name);
    }

    /** Reads where it was, and begins to go on from there by itself. */
    @Override
    public Future<?> start() {
        return vertx.executeBlocking(file::read).onSuccess(read -> {
            state = read;
            new FlinkMeters(clock, meters, this::rest, this::job).start(vertx);
            step(this::takeUp);
        });
    }

    /** Ends its job with a savepoint, until it is resumed. */
    public Future<Void> pause() {
        return step(() -> end(state.rest() == Rest.FINISHED ? Rest.FINISHED : Rest.STOPPED))
                .onSuccess(ended -> view.rests(Status.State.PAUSED));
    }

    public Future<Void> resume() {
        return step(this::takeUp);
    }

    /** Ends its job with a savepoint. Nothing of it runs when this completes. */
    public Future<Void> end() {
        return step(() -> {
                    over = true;
                    return end(Rest.STOPPED);
                })
                .eventually(this::undeploy);
    }

    /** The node ends: on a cluster that exists the job goes on; else it ends with a savepoint, and goes on with the node. */
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
    private <T> Future<T> step(Supplier<Future<T>> step) {
        Promise<T> done = Promise.promise();
        Context caller = vertx.getOrCreateContext();
        context.runOnContext(now -> {
            Future<T> next = steps.transform(before -> step.get());
            steps = next.mapEmpty();
            next.onComplete(ended -> caller.runOnContext(told -> done.handle(ended)));
        });
        return done.future();
    }

    /** From a start: of the node, or by a user. */
    private Future<Void> takeUp() {
        if (state.generations().abandoned() == spec.generation()) {
            // The node ended before it could go back.
            askToGoBack(Problem.user("given-up", "It did not run.", Where.path(""), ""));
            return Future.succeededFuture();
        }
        if (state.rest() == Rest.FORCED && state.generations().current() == spec.generation()) {
            view.rests(Status.State.STOPPED);
            return Future.succeededFuture();
        }
        if (state.rest() == Rest.FINISHED && state.generations().current() == spec.generation()) {
            view.rests(Status.State.COMPLETED);
            return Future.succeededFuture();
        }
        boolean runs = engine.outlivesTheNode() && !state.job().id().isEmpty();
        return (runs ? findJob() : Future.succeededFuture(false))
                .compose(found -> found
                        ? join()
                        : beginFrom(state.rest() == Rest.STOPPED ? origins.chosen(state) : origins.last(state)))
                .recover(unreachable -> lost(Problem.resource(
                        "cluster-silent",
                        "Flink does not answer: " + unreachable.getMessage() + ".",
                        Where.path("flink.address"),
                        "It is asked again.")));
    }

    /** Whether the last job runs still. */
    private Future<Boolean> findJob() {
        Attempt look = newAttempt(state.job().id());
        return look.find().eventually(look::detach);
    }

    private Future<Void> join() {
        if (state.generations().current() != spec.generation()) {
            return takeOver();
        }
        attempt = newAttempt(state.job().id());
        view.begins(attempt, state.job().origin());
        attempt.adopt();
        return Future.succeededFuture();
    }

    /** A job of an earlier generation, which the node has left running, ends as if the change had come now. */
    private Future<Void> takeOver() {
        Attempt former = newAttempt(state.job().id());
        return former.open()
                .compose(opened -> stopWithSavepoint(former))
                .transform(stopped -> former.close())
                .compose(ended -> beginFrom(origins.last(state)));
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
        return state.scale().asked() > 0 && state.generations().current() == spec.generation()
                ? state.scale().asked()
                : spec.parallelism();
    }

    // ---- going on

    private Future<Void> beginFrom(Future<String> origin) {
        return origin.compose(this::begin)
                .recover(failure -> givenUp(
                        failure instanceof ProblemException told
                                ? told.problems().get(0)
                                : Problem.resource("not-begun", failure.toString(), Where.path(""), "Restart it.")));
    }

    private Future<Void> begin(String origin) {
        if (origin.isEmpty() && state.job().number() > 0) {
            warning().log("starts from nothing: no checkpoint was ever completed, or it was asked to");
        }
        String id = JobIds.of(spec.uid(), state.job().number() + 1);
        if (trial.future().isComplete()) {
            trial = Promise.promise();
        }
        return wayBack()
                .compose(back -> save(state.submitting(id, spec.generation(), origin, back)))
                .map(saved -> {
                    attempt = newAttempt(id);
                    view.begins(attempt, origin);
                    attempt.launch(spec.program().get(), request(origin));
                    watchTrial(attempt);
                    return null;
                });
    }

    /** Where the last generation that ran goes on if this one does not. */
    private Future<String> wayBack() {
        return state.generations().current() == spec.generation()
                ? Future.succeededFuture(state.generations().wayBack())
                : origins.last(state).otherwise("");
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
            if (isOnTrial()) {
                giveUp(
                        watched,
                        Problem.user(
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
        return state.scale().before() >= 0
                || (state.generations().good() > 0
                        && state.generations().good() != spec.generation()
                        && !state.generations().isWayBack(spec.generation()));
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
        }
        if (report.restarts() > 0 && !report.running()) {
            which.newestException().onSuccess(exception -> restarts(which, report, exception));
        }
    }

    private void restarts(Attempt which, JobReport report, String exception) {
        Problem why = Problem.user(
                "job-restarts",
                "Its job has failed and is started again by Flink:\n" + exception,
                Where.path(""),
                "Correct the program and apply it again, if it is the program.");
        if (isOnTrial() && report.restarts() >= MOST_RESTARTS) {
            giveUp(which, why);
        } else if (which == attempt && !report.running()) {
            view.failedOnce(why);
        }
    }

    private void proven(JobReport report) {
        if (report.running() && clock.millis() - report.startedMs() > LONGEST_BACKOFF_MS) {
            losses = 0;
        }
        String folder = report.folder();
        boolean news = state.generations().good() != spec.generation()
                || state.scale().before() >= 0
                || !state.job().folder().equals(folder)
                || (report.completed() > 0 && !state.durable());
        if (news) {
            Promise<Void> tried = trial;
            save(state.proven(folder, report.completed() > 0))
                    .onSuccess(saved -> tried.tryComplete())
                    .onFailure(tried::tryFail)
                    .compose(saved -> storage.forgetJobsBut(state.job().id()));
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
        step(() -> which.close()
                .transform(closed -> over
                        ? Future.succeededFuture()
                        : switch (ending.how()) {
                            case FINISHED -> finished();
                            case FAILED, LOST ->
                                isTransient(which, ending) ? lost(ending.why()) : givenUp(ending.why());
                        }));
    }

    /** A program that once ran may miss what comes back; one that never got to a job by its own fault misses what it always will. */
    private boolean isTransient(Attempt ended, Ending ending) {
        boolean noJob = ended.report() == null;
        return ending.how() == Ending.How.FAILED
                ? noJob && hasRun()
                : hasRun() || !noJob || ending.why().fault() != Fault.USER;
    }

    private boolean hasRun() {
        return state.generations().good() == spec.generation()
                || state.generations().isWayBack(spec.generation());
    }

    /** A job that is done has nothing to go on from. */
    private Future<Void> finished() {
        trial.tryComplete();
        return save(state.from("").resting(Rest.FINISHED)).onComplete(saved -> view.rests(Status.State.COMPLETED));
    }

    private Future<Void> lost(Problem why) {
        losses++;
        if (hasRun()) {
            return goOn(why);
        }
        // What was completed may not have been told any more.
        return origins.left(state).transform(checkpoint -> {
            if (checkpoint.failed()) {
                return goOn(why);
            }
            if (checkpoint.result().isPresent()) {
                return save(state.proven(origins.folder(state), true)).compose(saved -> goOn(why));
            }
            return losses >= MOST_LOSSES && !engine.outlivesTheNode() ? givenUp(why) : goOn(why);
        });
    }

    private Future<Void> goOn(Problem why) {
        view.lost(why);
        long wait = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS << Math.min(losses - 1, 10));
        warning().addKeyValue("error", why.what()).log("goes on from its last checkpoint in {} ms", wait);
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
        if (state.scale().before() >= 0) {
            warning().addKeyValue("error", why.what()).log("goes back to the parallelism it had");
            return save(state.scaled(new Scale(state.scale().before(), -1)))
                    .onComplete(saved -> tried.tryFail(new ProblemException(why)))
                    .compose(saved -> beginFrom(origins.last(state)));
        }
        tried.tryFail(new ProblemException(why));
        view.failed(why);
        return isOnTrial() ? goBack(why) : Future.succeededFuture();
    }

    /** Unless it has completed something, which the generation before it knows nothing of. */
    private Future<Void> goBack(Problem why) {
        return origins.left(state)
                .otherwise(Optional.empty())
                .compose(checkpoint -> checkpoint.isPresent()
                        ? save(state.proven(origins.folder(state), true))
                        : save(state.givenUp()).onComplete(saved -> askToGoBack(why)));
    }

    private void askToGoBack(Problem why) {
        rollBack.apply(state.generations().good(), why).onFailure(failure -> {
            LOG.atError()
                    .addKeyValue("deployment", "FlinkJob/" + spec.name())
                    .addKeyValue("error", failure.getMessage())
                    .log(
                            "could not go back to generation {}",
                            state.generations().good());
            view.failed(why);
        });
    }

    private LoggingEventBuilder warning() {
        return LOG.atWarn().addKeyValue("deployment", "FlinkJob/" + spec.name());
    }

    // ---- ending it

    /** Ends the job, with a savepoint if it runs. */
    private Future<Void> end(Rest rest) {
        vertx.cancelTimer(retry);
        Attempt ending = attempt;
        attempt = null;
        trial.tryFail(new ProblemException(Problem.user("stopped", "It was stopped meanwhile.", Where.path(""), "")));
        if (ending == null) {
            return save(state.resting(rest));
        }
        view.doing("stopping");
        return (ending.isRunning() ? stopWithSavepoint(ending) : Future.<Void>succeededFuture())
                .transform(stopped -> ending.close())
                .transform(closed -> save(state.resting(rest)));
    }

    private Future<Void> stopWithSavepoint(Attempt running) {
        Optional<Snapshot> former = state.snapshot("");
        return running.stop(storage.lastOf(running.job()))
                .compose(location -> save(state.stopped(new Snapshot(
                        "", location, clock.instant(), state.generations().current()))))
                .compose(saved ->
                        former.map(old -> storage.remove(old.location())).orElse(Future.succeededFuture()))
                .onFailure(failure -> warning()
                        .addKeyValue("error", failure instanceof FlinkFailure told ? told.reason() : failure.toString())
                        .log("did not stop with a savepoint; it goes on from its last checkpoint"));
    }

    // ---- what users ask for

    /**
     * Takes a savepoint while the job goes on.
     *
     * @return fails with a {@link ProblemException} when nothing runs or there is one of that name
     */
    public Future<Snapshot> snapshot(String name) {
        return step(() -> {
            if (state.snapshot(name).isPresent()) {
                return refused("doubled-snapshot", "There is a snapshot '" + name + "'.", "Choose another name.");
            }
            Attempt running = attempt;
            if (running == null || !running.isRunning()) {
                return refused("not-running", "Its job does not run.", "Wait until it does.");
            }
            view.doing("taking a snapshot");
            return running.savepoint(storage.savepoints())
                    .map(location -> new Snapshot(
                            name, location, clock.instant(), state.generations().current()))
                    .compose(taken -> save(state.with(taken)).map(taken))
                    .recover(failure -> Future.failedFuture(told(failure, "snapshot-failed")))
                    .onComplete(done -> view.doing(""));
        });
    }

    /** Forgets a snapshot and removes its files. */
    public Future<Void> deleteSnapshot(String name) {
        return step(() -> Origins.named(state, name)
                .compose(old -> save(state.without(old)).compose(saved -> storage.remove(old.location()))));
    }

    /** Has a job begin from a snapshot, in place of the one that runs. Completes when it has its first checkpoint. */
    public Future<Void> restore(String name) {
        return step(() -> Origins.named(state, name)
                        .compose(chosen -> end(Rest.NONE)
                                .compose(ended -> save(state.from(chosen.location())))
                                .compose(saved -> beginFrom(Future.succeededFuture(chosen.location())))
                                .map(begun -> trial)))
                .compose(Promise::future);
    }

    /**
     * Ends the job with a savepoint and has it go on with another parallelism. Completes when it has its first checkpoint; when it
     * does not get there it goes on as before, and the future fails.
     */
    public Future<Void> rescale(int parallelism) {
        return step(() -> {
                    int before = parallelism();
                    return end(Rest.NONE)
                            .compose(ended -> save(state.scaled(new Scale(parallelism, before))))
                            .compose(saved -> beginFrom(origins.last(state)))
                            .map(begun -> trial);
                })
                .compose(Promise::future);
    }

    /** Ends the job at once, without a savepoint; it stays so, over restarts of the node too. */
    public Future<Void> forceStop() {
        return step(() -> {
            Attempt ending = attempt;
            attempt = null;
            vertx.cancelTimer(retry);
            return (ending == null ? Future.<Void>succeededFuture() : ending.close())
                    .transform(closed -> save(state.resting(Rest.FORCED)))
                    .onSuccess(saved -> view.rests(Status.State.STOPPED));
        });
    }

    private static <T> Future<T> refused(String code, String what, String mend) {
        return Future.failedFuture(new ProblemException(Problem.user(code, what, Where.path(""), mend)));
    }

    private static ProblemException told(Throwable failure, String code) {
        return failure instanceof ProblemException already
                ? already
                : new ProblemException(
                        Problem.resource(
                                code,
                                failure instanceof FlinkFailure flinks ? flinks.reason() : failure.toString(),
                                Where.path(""),
                                "Try it again when the job runs."),
                        failure);
    }

    // ---- looking

    public Status status() {
        return view.status(state);
    }

    /** Oldest first; without a name is what the last stop has left. */
    public List<Snapshot> snapshots() {
        return state.snapshots();
    }

    /** Flink's REST API while there is one that answers. */
    public Optional<FlinkRest> rest() {
        Attempt now = attempt;
        return now == null || now.report() == null ? Optional.empty() : Optional.of(now.rest());
    }

    /** Id of the job while there is one. */
    public Optional<String> job() {
        Attempt now = attempt;
        return now == null ? Optional.empty() : Optional.of(now.job());
    }

    /** Memory of its own process in bytes; 0 without one. Blocks for a moment. */
    public long residentBytes() {
        Attempt now = attempt;
        return now == null ? 0 : now.session().residentBytes();
    }
}
