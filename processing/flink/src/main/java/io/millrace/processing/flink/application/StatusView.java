package io.millrace.processing.flink.application;

import io.millrace.api.deployment.Status;
import io.millrace.api.problem.Problem;
import io.millrace.processing.flink.ui.WebUi;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** How an application is, as its status shows it. Any thread. */
final class StatusView {

    private final ApplicationSpec spec;
    private final InstantSource clock;
    private Status.State state = Status.State.STARTING;
    private List<Problem> problems = List.of();
    private Attempt attempt; // null while nothing runs
    private JobReport report; // null before the job is there
    private String origin = "";
    private String doing = "";
    private int losses;
    private JsonObject lastFailure; // null before the first

    StatusView(ApplicationSpec spec, InstantSource clock) {
        this.spec = spec;
        this.clock = clock;
    }

    /** @param from checkpoint or savepoint; empty for nothing */
    synchronized void begins(Attempt begun, String from) {
        attempt = begun;
        origin = from;
        report = null;
        doing = "";
        if (state != Status.State.RETRYING) {
            state = Status.State.STARTING;
            problems = List.of();
        }
    }

    synchronized void reported(JobReport now) {
        report = now;
        if (now.running()) {
            state = Status.State.RUNNING;
            problems = List.of();
        } else if (state == Status.State.RUNNING || now.isRestarting()) {
            state = Status.State.RETRYING;
        }
    }

    synchronized void troubled(Problem why) {
        state = Status.State.RETRYING;
        problems = List.of(why);
    }

    /** What the job ran on has gone. */
    synchronized void lost(Problem why) {
        losses++;
        failedOnce(why);
    }

    /** It goes on by itself; what happened is still of interest then. */
    synchronized void failedOnce(Problem why) {
        lastFailure = new JsonObject().put("at", clock.instant().toString()).put("what", why.what());
        troubled(why);
    }

    synchronized void failed(Problem why) {
        state = Status.State.FAILED;
        problems = List.of(why);
        attempt = null;
        doing = "";
    }

    synchronized void rests(Status.State how) {
        state = how;
        problems = List.of();
        attempt = null;
        doing = "";
    }

    /** @param what goes on for a while, such as {@code stopping} */
    synchronized void doing(String what) {
        doing = what;
    }

    synchronized Status status(ApplicationState application) {
        JsonObject details = new JsonObject();
        if (!doing.isEmpty()) {
            details.put("doing", doing);
        }
        if (attempt != null) {
            details.put("runtime", attempt.session().description()).put("job", attempt.job());
            details.put("from", origin.isEmpty() ? "nothing" : origin);
            details.put("ui", WebUi.of(spec.name()));
        }
        if (attempt != null && report != null) {
            details.put("jobState", report.state())
                    .put("since", Instant.ofEpochMilli(report.startedMs()).toString())
                    .put("uptimeSeconds", (clock.millis() - report.startedMs()) / 1_000)
                    .put("parallelism", report.parallelism())
                    .put("restarts", report.restarts() + losses)
                    .put("checkpoints", report.completed());
            if (report.checkpoint() != null) {
                details.put(
                        "lastCheckpoint",
                        report.checkpoint()
                                .copy()
                                .put(
                                        "ageSeconds",
                                        (clock.millis() - report.checkpoint().getLong("atMs")) / 1_000));
            }
        }
        if (lastFailure != null) {
            details.put("lastFailure", lastFailure);
        }
        if (!application.snapshots().isEmpty()) {
            Snapshot last = application.snapshots().get(application.snapshots().size() - 1);
            details.put("lastSnapshot", last.toJson());
        }
        return new Status(state, problems, details);
    }
}
