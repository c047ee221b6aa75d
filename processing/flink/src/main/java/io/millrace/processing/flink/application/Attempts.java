package io.millrace.processing.flink.application;

import io.millrace.processing.flink.application.ApplicationState.Scale;
import io.millrace.processing.flink.engine.Engine;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;

/** Makes the attempts of an application to run a job: what they are made of, and what they ask of Flink. On its context. */
final class Attempts {

    private final Vertx vertx;
    private final Engine engine;
    private final ApplicationSpec spec;
    private final SavedState state;
    private final ApplicationLog log;

    Attempts(Vertx vertx, Engine engine, ApplicationSpec spec, SavedState state) {
        this.vertx = vertx;
        this.engine = engine;
        this.spec = spec;
        this.state = state;
        this.log = new ApplicationLog("FlinkJob/" + spec.name());
    }

    /**
     * One that has done nothing yet.
     *
     * @param job its id
     * @param owner told what becomes of it
     */
    Attempt of(String job, Attempt.Owner owner) {
        Engine.Spec platform = new Engine.Spec(
                spec.name(),
                spec.environment(),
                spec.folder(),
                parallelism(),
                spec.memory(),
                spec.configuration(),
                log::said);
        return new Attempt(vertx, engine, platform, job, owner);
    }

    /** Submits its job. */
    void launch(Attempt attempt, String origin) {
        JsonObject configuration = new JsonObject();
        spec.configuration().forEach(configuration::put);
        JsonObject request = new JsonObject()
                .put("parallelism", parallelism())
                .put("allowNonRestoredState", spec.allowNonRestoredState())
                .put("flinkConfiguration", configuration);
        attempt.launch(spec.program().get(), origin.isEmpty() ? request : request.put("savepointPath", origin));
    }

    /** What the next job gets: the definition's, unless a user has asked for another. */
    int parallelism() {
        Scale scale = state.now().scale();
        return scale.asked() > 0 && state.now().generations().current() == spec.generation()
                ? scale.asked()
                : spec.parallelism();
    }
}
