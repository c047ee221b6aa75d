package io.millrace.processing.flink.application;

import io.millrace.api.problem.Fault;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.processing.flink.engine.Engine;
import io.millrace.processing.flink.engine.FlinkFailure;
import io.millrace.processing.flink.engine.FlinkRest;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;

/**
 * One go at running an application: something to run on, its program, and the job until that ends. On the application's context,
 * which hears of it unless it was closed before.
 */
final class Attempt {

    private static final long POLL_MS = 1_000;

    /** Until the job is at work and has its first checkpoint. */
    private static final long EAGER_POLL_MS = 200;

    private static final long LAST_WORDS_MS = 3_000;
    private static final long STOP_WITHIN_SECONDS = 120;

    /** The application, as its attempts see it. */
    interface Owner {

        void reported(Attempt attempt, JobReport report);

        /** The cluster does not answer; it is asked again. */
        void silent(Attempt attempt, Throwable why);

        void ended(Attempt attempt, Ending ending);
    }

    private final Vertx vertx;
    private final boolean ownProcess;
    private final String name;
    private final String job;
    private final Owner owner;
    private final Engine.Session session;
    private Future<Void> launch = Future.succeededFuture();
    private volatile JobReport report; // null before the job is there
    private boolean closed;
    private boolean triggered; // a checkpoint

    /** @param job id that it has or gets */
    Attempt(Vertx vertx, Engine engine, Engine.Spec platform, String job, Owner owner) {
        this.vertx = vertx;
        this.session = engine.session(platform);
        this.name = platform.name();
        this.ownProcess = !engine.outlivesTheNode();
        this.job = job;
        this.owner = owner;
    }

    /** Runs the program, which submits the job. The owner hears of all that follows. */
    void launch(Future<Program> making, JsonObject request) {
        launch = Future.all(open(), making)
                .compose(both -> upload(making.result()))
                .compose(jar -> run(jar, making.result(), request));
        launch.onSuccess(submitted -> watch()).onFailure(this::launchFailed);
    }

    /** Takes up a job that runs already. */
    void adopt() {
        launch = open();
        launch.onSuccess(opened -> watch()).onFailure(this::launchFailed);
    }

    /** Whether its job is there and has not ended. The attempt is of no other use then. */
    Future<Boolean> find() {
        return open().compose(opened -> rest().job(job))
                .map(answer -> !JobReport.of(answer, 0, null).hasEnded())
                .recover(failure -> failure instanceof FlinkFailure told && told.isUnknown()
                        ? Future.succeededFuture(false)
                        : Future.failedFuture(failure));
    }

    Future<Void> open() {
        Context own = vertx.getOrCreateContext();
        session.lost().onSuccess(why -> own.runOnContext(now -> end(new Ending(Ending.How.LOST, why))));
        Promise<Void> opened = Promise.promise();
        session.open().onComplete(open -> own.runOnContext(now -> opened.handle(open)));
        return opened.future();
    }

    private Future<String> upload(Program program) {
        return closed ? Future.failedFuture("closed") : rest().upload(program.jar(), name);
    }

    private Future<Void> run(String jar, Program program, JsonObject request) {
        if (closed) {
            return Future.failedFuture("closed");
        }
        JsonObject whole = request.copy().put("jobId", job).put("programArgsList", new JsonArray(program.args()));
        if (program.entryClass() != null) {
            whole.put("entryClass", program.entryClass());
        }
        return rest().run(jar, whole).eventually(() -> rest().forget(jar).otherwiseEmpty());
    }

    private void launchFailed(Throwable failure) {
        if (failure instanceof FlinkFailure told && !told.isSilence()) {
            end(new Ending(Ending.How.FAILED, refusal(told)));
        } else if (failure instanceof ProblemException told) {
            Problem problem = told.problems().get(0);
            end(new Ending(problem.fault() == Fault.USER ? Ending.How.FAILED : Ending.How.LOST, problem));
        } else {
            // A process that has gone is heard of with its last words, in a moment.
            vertx.timer(ownProcess ? LAST_WORDS_MS : 1, TimeUnit.MILLISECONDS)
                    .onSuccess(rung -> end(new Ending(
                            Ending.How.LOST,
                            Problem.resource(
                                    "not-submitted",
                                    "The job was not submitted: " + failure.getMessage() + ".",
                                    Where.path(""),
                                    "It is tried again."))));
        }
    }

    private static Problem refusal(FlinkFailure told) {
        return Problem.user(
                "program-failed",
                "The program did not submit a job:\n" + told.stack(),
                Where.path(""),
                "Correct the program, or its arguments and properties, and apply it again.");
    }

    private void watch() {
        if (closed) {
            return;
        }
        look().onSuccess(this::reported).onFailure(this::unseen);
    }

    private Future<JobReport> look() {
        Future<JsonObject> state = rest().job(job);
        Future<Long> restarts = rest().metric(job, "numRestarts").otherwise(0L);
        Future<JsonObject> checkpoints = rest().checkpoints(job)
                .recover(failure -> failure instanceof FlinkFailure told && told.isUnknown()
                        ? Future.succeededFuture()
                        : Future.failedFuture(failure));
        return Future.all(state, restarts, checkpoints)
                .map(all -> JobReport.of(state.result(), restarts.result(), checkpoints.result()));
    }

    private void reported(JobReport now) {
        if (closed) {
            return;
        }
        report = now;
        if (now.hasEnded()) {
            jobEnded(now);
            return;
        }
        if (now.running() && now.completed() == 0 && now.checkpointing() && !triggered) {
            triggered = true;
            rest().checkpoint(job).onFailure(notNow -> triggered = false);
        }
        owner.reported(this, now);
        again(now.isProven() ? POLL_MS : EAGER_POLL_MS);
    }

    private void again(long afterMs) {
        vertx.timer(afterMs, TimeUnit.MILLISECONDS).onSuccess(rung -> watch());
    }

    private void jobEnded(JobReport last) {
        if (last.state().equals("FINISHED")) {
            owner.reported(this, last);
            end(new Ending(Ending.How.FINISHED, null));
            return;
        }
        rest().exceptions(job).otherwise(new JsonArray()).onSuccess(exceptions -> {
            boolean failed = last.state().equals("FAILED");
            end(new Ending(
                    failed ? Ending.How.FAILED : Ending.How.LOST,
                    Problem.user(
                            failed ? "job-failed" : "job-cancelled",
                            failed
                                    ? "The job has failed:\n" + newest(exceptions)
                                    : "The job was ended from outside; Flink says " + last.state() + ".",
                            Where.path(""),
                            failed
                                    ? "Correct the program and apply it again, or restart it."
                                    : "It is started again.")));
        });
    }

    /** Why the job has failed last. */
    Future<String> newestException() {
        return rest().exceptions(job).map(Attempt::newest).otherwise("unknown");
    }

    private static String newest(JsonArray exceptions) {
        return exceptions.isEmpty()
                ? "unknown"
                : String.join(
                        "\n", FlinkFailure.rootCause(exceptions.getJsonObject(0).getString("stacktrace", "unknown")));
    }

    private void unseen(Throwable failure) {
        if (closed) {
            return;
        }
        if (failure instanceof FlinkFailure told && told.isUnknown()) {
            end(new Ending(
                    Ending.How.LOST,
                    Problem.resource(
                            "job-gone",
                            "The cluster does not know the job any more.",
                            Where.path(""),
                            "It is started again.")));
            return;
        }
        owner.silent(this, failure);
        again(POLL_MS);
    }

    private void end(Ending ending) {
        if (!closed) {
            owner.ended(this, ending);
        }
    }

    // ---- what the application asks for

    FlinkRest rest() {
        return session.rest();
    }

    String job() {
        return job;
    }

    Engine.Session session() {
        return session;
    }

    /** Null before the job is there. */
    JobReport report() {
        return report;
    }

    boolean isRunning() {
        return report != null && report.running();
    }

    /** Ends the job with a savepoint; answers where that is. */
    Future<String> stop(String savepoints) {
        return rest().stop(job, savepoints).timeout(STOP_WITHIN_SECONDS, TimeUnit.SECONDS);
    }

    /** Takes a savepoint; answers where it is. */
    Future<String> savepoint(String savepoints) {
        return rest().savepoint(job, savepoints).timeout(STOP_WITHIN_SECONDS, TimeUnit.SECONDS);
    }

    /** Nobody hears of it any more; its job goes on where it runs elsewhere. */
    Future<Void> detach() {
        closed = true;
        return session.close();
    }

    /** Ends it with its job. Nothing of it runs when this completes. */
    Future<Void> close() {
        closed = true;
        return ownProcess
                ? detach()
                : launch.transform(launched -> launched.succeeded() ? cancel() : Future.succeededFuture())
                        .transform(cancelled -> detach());
    }

    private Future<Void> cancel() {
        return rest().cancel(job).compose(accepted -> gone());
    }

    /** Completes when the job has ended. */
    private Future<Void> gone() {
        return rest().job(job)
                .map(answer -> JobReport.of(answer, 0, null).hasEnded())
                .recover(failure -> failure instanceof FlinkFailure told && told.isUnknown()
                        ? Future.succeededFuture(true)
                        : Future.failedFuture(failure))
                .compose(ended -> ended
                        ? Future.succeededFuture()
                        : vertx.timer(EAGER_POLL_MS, TimeUnit.MILLISECONDS).compose(rung -> gone()));
    }
}
