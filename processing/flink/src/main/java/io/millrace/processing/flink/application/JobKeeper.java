package io.millrace.processing.flink.application;

import io.millrace.api.deployment.Status;
import io.millrace.api.problem.Fault;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.processing.flink.application.ApplicationState.Rest;
import io.millrace.processing.flink.application.ApplicationState.Scale;
import io.millrace.processing.flink.engine.Engine;
import io.millrace.processing.flink.engine.FlinkFailure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Keeps the job of an application running, on the application's context.
 *
 * <p>It goes on from where it was: from the newest complete checkpoint of its last job, else from what that job began with. Never
 * from nothing once anything was complete, unless a user says so. A generation that does not get to its first checkpoint is given
 * up for the last one that did.
 */
final class JobKeeper implements Attempt.Owner {

    private static final Logger LOG = LoggerFactory.getLogger(JobKeeper.class);

    private static final long FIRST_BACKOFF_MS = 500;
    private static final long LONGEST_BACKOFF_MS = 60_000;

    /** Of a generation that never ran, before it is given up. */
    private static final int MOST_LOSSES = 3;

    private static final int MOST_RESTARTS = 3;

    private final Vertx vertx;
    private final Steps steps;
    private final Engine engine;
    private final ApplicationSpec spec;
    private final Storage storage;
    private final InstantSource clock;
    private final BiFunction<Long, Problem, Future<Void>> rollBack;
    private final SavedState state;
    private final StatusView view;
    private final Origins origins;
    private final Attempts attempts;
    private volatile Attempt attempt; // null while nothing runs
    private long retry = -1; // timer
    private int losses; // in a row
    private boolean over; // nothing is begun any more
    private Promise<Void> trial = Promise.promise(); // ends when the current attempt is proven or given up

    JobKeeper(
            Vertx vertx,
            Steps steps,
            Engine engine,
            ApplicationSpec spec,
            Storage storage,
            InstantSource clock,
            BiFunction<Long, Problem, Future<Void>> rollBack,
            SavedState state,
            StatusView view) {
        this.vertx = vertx;
        this.steps = steps;
        this.engine = engine;
        this.spec = spec;
        this.storage = storage;
        this.clock = clock;
        this.rollBack = rollBack;
        this.state = state;
        this.view = view;
        this.origins = new Origins(spec, storage);
        this.attempts = new Attempts(vertx, engine, spec, state);
    }

    private ApplicationState state() {
        return state.now();
    }

    // ---- beginning

    /** From a start: of the node, or by a user. */
    Future<Void> takeUp() {
        if (state().generations().abandoned() == spec.generation()) {
            // The node ended before it could go back.
            askToGoBack(Problem.user("given-up", "It did not run.", Where.path(""), ""));
            return Future.succeededFuture();
        }
        if (state().rest() == Rest.FORCED && state().generations().current() == spec.generation()) {
            view.rests(Status.State.STOPPED);
            return Future.succeededFuture();
        }
        if (state().rest() == Rest.FINISHED && state().generations().current() == spec.generation()) {
            view.rests(Status.State.COMPLETED);
            return Future.succeededFuture();
        }
        boolean runs = engine.outlivesTheNode() && !state().job().id().isEmpty();
        return (runs ? findJob() : Future.succeededFuture(false))
                .compose(found ->
                        found ? join() : beginFrom(state().rest() == Rest.STOPPED ? origins.chosen(state()) : last()))
                .recover(unreachable -> lost(Problem.resource(
                        "cluster-silent",
                        "Flink does not answer: " + unreachable.getMessage() + ".",
                        Where.path("flink.address"),
                        "It is asked again.")));
    }

    /** Whether the last job runs still. */
    private Future<Boolean> findJob() {
        Attempt look = attempts.of(state().job().id(), this);
        return look.find().eventually(look::detach);
    }

    private Future<Void> join() {
        if (state().generations().current() != spec.generation()) {
            return takeOver();
        }
        attempt = attempts.of(state().job().id(), this);
        view.begins(attempt, state().job().origin());
        attempt.adopt();
        return Future.succeededFuture();
    }

    /** A job of an earlier generation, which the node has left running, ends as if the change had come now. */
    private Future<Void> takeOver() {
        Attempt former = attempts.of(state().job().id(), this);
        return former.open()
                .compose(opened -> stopWithSavepoint(former))
                .transform(stopped -> former.close())
                .compose(ended -> beginFrom(last()));
    }

    int parallelism() {
        return attempts.parallelism();
    }

    /** What the next job goes on from by itself. */
    Future<String> last() {
        return origins.last(state());
    }

    /** Submits the next job; what keeps it from that is dealt with here. */
    Future<Void> beginFrom(Future<String> origin) {
        return origin.compose(this::begin)
                .recover(failure -> givenUp(
                        failure instanceof ProblemException told
                                ? told.problems().get(0)
                                : Problem.resource("not-begun", failure.toString(), Where.path(""), "Restart it.")));
    }

    private Future<Void> begin(String origin) {
        if (origin.isEmpty() && state().job().number() > 0) {
            warning().log("starts from nothing: no checkpoint was ever completed, or it was asked to");
        }
        String id = JobIds.of(spec.uid(), state().job().number() + 1);
        if (trial.future().isComplete()) {
            trial = Promise.promise();
        }
        return wayBack()
                .compose(back -> state.save(state().submitting(id, spec.generation(), origin, back)))
                .map(saved -> {
                    attempt = attempts.of(id, this);
                    view.begins(attempt, origin);
                    attempts.launch(attempt, origin);
                    watchTrial(attempt);
                    return null;
                });
    }

    /** Where the last generation that ran goes on if this one does not. */
    private Future<String> wayBack() {
        return state().generations().current() == spec.generation()
                ? Future.succeededFuture(state().generations().wayBack())
                : origins.last(state()).otherwise("");
    }

    /** Gives it up when it takes too long. */
    private void watchTrial(Attempt watched) {
        vertx.timer(spec.updateTimeout().toMillis(), TimeUnit.MILLISECONDS).onSuccess(rung -> {
            if (state().isOnTrial(spec.generation())) {
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
        if (state().isOnTrial(spec.generation()) && report.restarts() >= MOST_RESTARTS) {
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
        boolean news = state().generations().good() != spec.generation()
                || state().scale().before() >= 0
                || !state().job().folder().equals(folder)
                || (report.completed() > 0 && !state().durable());
        if (news) {
            Promise<Void> tried = trial;
            state.save(state().proven(folder, report.completed() > 0))
                    .onSuccess(saved -> tried.tryComplete())
                    .onFailure(tried::tryFail)
                    .compose(saved -> storage.forgetJobsBut(state().job().id()));
        } else {
            trial.tryComplete();
        }
    }

    @Override
    public void silent(Attempt which, Throwable why) {
        if (which == attempt) {
            view.troubled(Problem.resource(
                    "cluster-silent",
                    "Flink does not answer: " + FlinkFailure.reason(why) + ".",
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
        steps.add(() -> which.close()
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
                ? noJob && state().generations().hasRun(spec.generation())
                : state().generations().hasRun(spec.generation())
                        || !noJob
                        || ending.why().fault() != Fault.USER;
    }

    /** A job that is done has nothing to go on from. */
    private Future<Void> finished() {
        trial.tryComplete();
        return state.save(state().from("").resting(Rest.FINISHED))
                .onComplete(saved -> view.rests(Status.State.COMPLETED));
    }

    private Future<Void> lost(Problem why) {
        losses++;
        if (state().generations().hasRun(spec.generation())) {
            return goOn(why);
        }
        // What was completed may not have been told any more.
        return origins.left(state()).transform(checkpoint -> {
            if (checkpoint.failed()) {
                return goOn(why);
            }
            if (checkpoint.result().isPresent()) {
                return state.save(state().proven(origins.folder(state()), true)).compose(saved -> goOn(why));
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
            steps.add(() ->
                    attempt == null && !over && state().rest() == Rest.NONE ? takeUp() : Future.succeededFuture());
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
        if (state().scale().before() >= 0) {
            warning().addKeyValue("error", why.what()).log("goes back to the parallelism it had");
            return state.save(state().scaled(new Scale(state().scale().before(), -1)))
                    .onComplete(saved -> tried.tryFail(new ProblemException(why)))
                    .compose(saved -> beginFrom(last()));
        }
        tried.tryFail(new ProblemException(why));
        view.failed(why);
        return state().isOnTrial(spec.generation()) ? goBack(why) : Future.succeededFuture();
    }

    /** Unless it has completed something, which the generation before it knows nothing of. */
    private Future<Void> goBack(Problem why) {
        return origins.left(state())
                .otherwise(Optional.empty())
                .compose(checkpoint -> checkpoint.isPresent()
                        ? state.save(state().proven(origins.folder(state()), true))
                        : state.save(state().givenUp()).onComplete(saved -> askToGoBack(why)));
    }

    private void askToGoBack(Problem why) {
        rollBack.apply(state().generations().good(), why).onFailure(failure -> {
            LOG.atError()
                    .addKeyValue("deployment", "FlinkJob/" + spec.name())
                    .addKeyValue("error", failure.getMessage())
                    .log(
                            "could not go back to generation {}",
                            state().generations().good());
            view.failed(why);
        });
    }

    private LoggingEventBuilder warning() {
        return LOG.atWarn().addKeyValue("deployment", "FlinkJob/" + spec.name());
    }

    // ---- ending

    /** Begins nothing any more. */
    void over() {
        over = true;
    }

    /** Lets go of a job that goes on elsewhere. */
    Future<Void> detach() {
        Attempt left = leave();
        return left == null ? Future.succeededFuture() : left.detach();
    }

    /** Ends the job at once, without a savepoint. */
    Future<Void> forceEnd() {
        Attempt ending = leave();
        return (ending == null ? Future.<Void>succeededFuture() : ending.close())
                .transform(closed -> state.save(state().resting(Rest.FORCED)));
    }

    private Attempt leave() {
        vertx.cancelTimer(retry);
        Attempt left = attempt;
        attempt = null;
        return left;
    }

    /** Ends the job, with a savepoint if it runs. */
    Future<Void> end(Rest rest) {
        Attempt ending = leave();
        trial.tryFail(new ProblemException(Problem.user("stopped", "It was stopped meanwhile.", Where.path(""), "")));
        if (ending == null) {
            return state.save(state().resting(rest));
        }
        view.doing("stopping");
        return (ending.isRunning() ? stopWithSavepoint(ending) : Future.<Void>succeededFuture())
                .transform(stopped -> ending.close())
                .transform(closed -> state.save(state().resting(rest)));
    }

    private Future<Void> stopWithSavepoint(Attempt running) {
        Optional<Snapshot> former = state().snapshot("");
        return running.stop(storage.lastOf(running.job()))
                .compose(location -> state.save(state().stopped(new Snapshot(
                        "", location, clock.instant(), state().generations().current()))))
                .compose(saved ->
                        former.map(old -> storage.remove(old.location())).orElse(Future.succeededFuture()))
                .onFailure(failure -> warning()
                        .addKeyValue("error", FlinkFailure.reason(failure))
                        .log("did not stop with a savepoint; it goes on from its last checkpoint"));
    }

    // ---- looking

    /** Null while nothing runs. Any thread. */
    Attempt attempt() {
        return attempt;
    }

    /** Completes when what was begun last has its first checkpoint; fails when it is given up. */
    Future<Void> trial() {
        return trial.future();
    }
}
