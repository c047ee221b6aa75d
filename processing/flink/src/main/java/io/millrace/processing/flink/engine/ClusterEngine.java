package io.millrace.processing.flink.engine;

import io.millrace.api.FlinkSettings;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;

/** A session cluster that exists, reached by its REST API. What it has of memory and slots is its own matter. */
public final class ClusterEngine implements Engine {

    private final Vertx vertx;
    private final FlinkSettings settings;

    /** @param settings with an address */
    public ClusterEngine(Vertx vertx, FlinkSettings settings) {
        this.vertx = vertx;
        this.settings = settings;
    }

    @Override
    public boolean outlivesTheNode() {
        return true;
    }

    @Override
    public Session session(Spec spec) {
        return new ClusterSession(rest(), spec.environment());
    }

    private FlinkRest rest() {
        return new FlinkRest(
                vertx,
                URI.create(settings.address()),
                settings.headers(),
                settings.certificates() == null ? null : Path.of(settings.certificates()));
    }

    /** Whether the cluster answers and runs applications of an environment: fails with a {@link ProblemException} else. */
    public Future<Void> check(RuntimeEnvironment environment) {
        Session session = new ClusterSession(rest(), environment);
        return session.open().eventually(session::close);
    }

    private final class ClusterSession implements Session {

        private final FlinkRest rest;
        private final RuntimeEnvironment environment;
        private volatile String version = "";

        ClusterSession(FlinkRest rest, RuntimeEnvironment environment) {
            this.rest = rest;
            this.environment = environment;
        }

        @Override
        public Future<Void> open() {
            return rest.version()
                    .recover(failure -> Future.failedFuture(new ProblemException(silence((FlinkFailure) failure))))
                    .compose(answer -> {
                        version = answer;
                        return answer.startsWith(environment.major() + ".")
                                ? Future.succeededFuture()
                                : Future.failedFuture(new ProblemException(otherLine()));
                    });
        }

        private Problem silence(FlinkFailure failure) {
            if (failure.isRefusal()) {
                return Problem.resource(
                        "cluster-refuses",
                        "The Flink cluster at " + settings.address() + " lets nobody in: " + failure.reason() + ".",
                        Where.path("flink.headers"),
                        "Correct flink.headers in millrace.yaml.");
            }
            return Problem.resource(
                    "cluster-silent",
                    "The Flink cluster at " + settings.address() + " does not answer: " + failure.reason() + ".",
                    Where.path("flink.address"),
                    "Start the cluster, or correct flink.address in millrace.yaml.");
        }

        private Problem otherLine() {
            return Problem.user(
                    "other-flink",
                    "runtimeEnvironment is " + environment.text() + ", and the cluster at " + settings.address()
                            + " is Flink " + version + ".",
                    Where.path("runtimeEnvironment"),
                    "Build the application for that Flink and say so in runtimeEnvironment, or use another cluster.");
        }

        @Override
        public FlinkRest rest() {
            return rest;
        }

        @Override
        public String description() {
            return "Flink " + version + " at " + settings.address();
        }

        @Override
        public Future<Problem> lost() {
            return Promise.<Problem>promise().future();
        }

        @Override
        public long residentBytes() {
            return 0;
        }

        @Override
        public Future<Void> close() {
            return rest.close();
        }
    }
}
