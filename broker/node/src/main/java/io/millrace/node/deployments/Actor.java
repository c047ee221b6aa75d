package io.millrace.node.deployments;

import io.millrace.api.deployment.Kind;
import io.millrace.api.deployment.Operation;
import io.millrace.api.deployment.Running;
import io.millrace.api.deployment.Status;
import io.millrace.api.deployment.Status.State;
import io.millrace.api.problem.Fault;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.node.deployments.Deployments.Id;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One deployment on this node: brings what runs to what is wanted.
 *
 * <p>Steps run one after another, in the order they were asked for; each looks at what is wanted then. A start that fails is
 * tried again with back-off, unless it is the user's to mend.
 *
 * @param <S> the kind's settings record
 */
final class Actor<S> {

    private static final Logger LOG = LoggerFactory.getLogger(Actor.class);
    private static final long FIRST_WAIT_MS = 1_000;
    private static final long LONGEST_WAIT_MS = 60_000;

    private final Host host;
    private final Kind<S> kind;
    private final Definitions definitions;
    private final Generations generations;
    private final Id id;
    private final Rates rates = new Rates();
    private Future<Void> steps = Future.succeededFuture();
    private volatile StoredDeployment wanted;
    private volatile Status condition = new Status(State.STARTING, List.of(), new JsonObject());
    private volatile Running running;
    private HostedDeployment<S> hosted;
    private StoredDeployment started;
    private boolean paused;
    private int failures;

    Actor(Host host, Kind<S> kind, Definitions definitions, Generations generations, StoredDeployment wanted) {
        this.host = host;
        this.kind = kind;
        this.definitions = definitions;
        this.generations = generations;
        this.id = wanted.id();
        this.wanted = wanted;
    }

    Kind<S> kind() {
        return kind;
    }

    StoredDeployment wanted() {
        return wanted;
    }

    /** Goes towards this state. Completes when it is there or has failed to get there for now. */
    Future<Void> want(StoredDeployment state) {
        wanted = state;
        return then(this::approach);
    }

    /** Completes when everything asked for so far is done. */
    synchronized Future<Void> settled() {
        return steps;
    }

    private synchronized Future<Void> then(Supplier<Future<Void>> step) {
        steps = steps.transform(before -> step.get()).recover(failure -> {
            LOG.atError().addKeyValue("deployment", id).setCause(failure).log("a step failed");
            return Future.succeededFuture();
        });
        return steps;
    }

    private Future<Void> approach() {
        StoredDeployment goal = wanted;
        if (running != null && (goal.deleting() || !goal.runsLike(started))) {
            return stopNow().compose(stopped -> approach());
        }
        if (goal.deleting()) {
            condition = new Status(State.DELETING, condition.problems(), new JsonObject());
            return Future.succeededFuture();
        }
        if (running == null) {
            return goal.paused() ? rest() : start(goal);
        }
        return goal.paused() == paused ? Future.succeededFuture() : pause(goal.paused());
    }

    private Future<Void> rest() {
        condition = new Status(State.PAUSED, List.of(), new JsonObject());
        return Future.succeededFuture();
    }

    private Future<Void> pause(boolean on) {
        return (on ? running.pause() : running.resume()).onSuccess(done -> paused = on);
    }

    private Future<Void> start(StoredDeployment goal) {
        condition = new Status(State.STARTING, condition.problems(), new JsonObject());
        return host.vertx()
                .executeBlocking(() -> hosted(goal), false)
                .compose(made -> {
                    hosted = made;
                    return kind.start(made);
                })
                .onSuccess(begun -> {
                    running = begun;
                    started = goal;
                    paused = false;
                    failures = 0;
                    LOG.atInfo()
                            .addKeyValue("deployment", id)
                            .addKeyValue("generation", goal.generation())
                            .log("started");
                })
                .<Void>mapEmpty()
                .recover(failure -> failed(goal, failure));
    }

    private HostedDeployment<S> hosted(StoredDeployment stored) {
        return HostedDeployment.of(host, generations, stored, definitions.settings(stored, kind));
    }

    private Future<Void> failed(StoredDeployment goal, Throwable failure) {
        List<Problem> problems = failure instanceof ProblemException told
                ? told.problems()
                : List.of(Problem.internal("start-failed", failure.toString(), Where.path(id.toString())));
        condition = new Status(State.FAILED, problems, new JsonObject());
        boolean usersTurn = problems.stream().allMatch(problem -> problem.fault() == Fault.USER);
        LOG.atWarn()
                .addKeyValue("deployment", id)
                .addKeyValue("error", failure.getMessage())
                .setCause(failure instanceof ProblemException ? null : failure)
                .log(usersTurn ? "cannot start until it is changed" : "start failed, trying again");
        if (!usersTurn) {
            failures++;
            long wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS << Math.min(failures - 1, 10));
            host.vertx().timer(wait, TimeUnit.MILLISECONDS).onSuccess(waited -> {
                if (wanted.equals(goal) && running == null) {
                    want(goal)
                            .onFailure(impossible ->
                                    LOG.atError().setCause(impossible).log("a step failed"));
                }
            });
        }
        closeHosted();
        return Future.succeededFuture();
    }

    private Future<Void> stopNow() {
        return stopBy(Running::stop);
    }

    private Future<Void> stopBy(Function<Running, Future<Void>> way) {
        return way.apply(running)
                .recover(failure -> {
                    LOG.atWarn()
                            .addKeyValue("deployment", id)
                            .addKeyValue("error", failure.toString())
                            .log("did not stop in order");
                    return Future.succeededFuture();
                })
                .onSuccess(stopped -> {
                    running = null;
                    closeHosted();
                    condition = new Status(State.STOPPED, List.of(), new JsonObject());
                    LOG.atInfo().addKeyValue("deployment", id).log("stopped");
                });
    }

    private void closeHosted() {
        if (hosted != null) {
            hosted.close();
            hosted = null;
        }
    }

    /** The node ends: it does not start again. */
    Future<Void> end() {
        return then(() -> running == null ? Future.succeededFuture() : stopBy(Running::leave));
    }

    /** Removes what is left outside the node. After {@code deleting} was wanted. */
    Future<Void> remove() {
        StoredDeployment gone = wanted;
        return host.vertx()
                .executeBlocking(() -> hosted(gone), false)
                .compose(context -> kind.remove(context).eventually(() -> {
                    context.close();
                    return Future.succeededFuture();
                }));
    }

    /** Runs something while the deployment is stopped, then starts it again as it is wanted. */
    <T> Future<T> whileStopped(Function<DeploymentStopped<S>, Future<T>> action) {
        Promise<T> result = Promise.promise();
        then(() -> {
                    Future<Void> stopped = running == null ? Future.succeededFuture() : stopNow();
                    return stopped.compose(done -> host.vertx().executeBlocking(() -> hosted(wanted), false))
                            .compose(context -> action.apply(new DeploymentStopped<>(kind, context)))
                            .onComplete(result)
                            .transform(done -> approach());
                })
                .onFailure(result::tryFail);
        return result.future();
    }

    /** A deployment that is stopped for a moment. */
    record DeploymentStopped<S>(Kind<S> kind, HostedDeployment<S> context) {}

    /** The settings as they are bound now. */
    Future<S> settings() {
        return host.vertx().executeBlocking(() -> definitions.settings(wanted, kind), false);
    }

    /** The feeds of what runs; empty when nothing does. */
    synchronized List<HostedDeployment.Fed> feeds() {
        return hosted == null ? List.of() : hosted.feeds();
    }

    Future<Operation.Answer> operate(String operation, Operation.Request request) {
        Running now = running;
        return now == null
                ? Future.failedFuture(new ProblemException(Problem.user(
                        "not-running",
                        id + " does not run.",
                        Where.path(id.toString()),
                        "Look at its status with: millrace describe " + id)))
                : now.operate(operation, request);
    }

    /** How it is now. */
    Status status() {
        Running now = running;
        if (now == null) {
            return condition;
        }
        Status status = now.status();
        return paused && status.state() == State.RUNNING
                ? new Status(State.PAUSED, status.problems(), status.details())
                : status;
    }

    /** About every second. */
    void sample() {
        rates.sample(host.clock().millis(), status().details());
    }

    Map<String, Double> rates() {
        return rates.perSecond();
    }
}
