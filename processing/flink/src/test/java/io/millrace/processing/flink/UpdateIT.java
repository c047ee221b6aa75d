package io.millrace.processing.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Applications that are changed, stopped, rescaled and restored. */
@Timeout(120)
class UpdateIT extends FlinkFixture {

    @Test
    void keepsItsStateOverAChangeAndAPause() {
        node.run("changed", FlinkNode.MANY, 200, "none");
        node.awaitState("changed", "RUNNING");
        node.awaitCheckpoints("changed", 1);
        String job = node.details("changed").getString("job");

        node.run("changed", FlinkNode.MANY, 400, "none");

        await().atMost(FlinkNode.LONG)
                .until(() -> !node.details("changed").getString("job", job).equals(job));
        node.awaitState("changed", "RUNNING");
        assertThat(node.details("changed").getString("from")).contains("/savepoints/" + job);

        node.node().post("/v1/deployments/FlinkJob/changed/pause", new JsonObject());
        node.awaitState("changed", "PAUSED");
        node.node().post("/v1/deployments/FlinkJob/changed/resume", new JsonObject());

        node.awaitCheckpoints("changed", 1);
        node.assertExactSoFar("changed");
    }

    @Test
    void goesBackFromAVersionThatDoesNotRun() {
        node.run("broken", FlinkNode.MANY, 300, "none");
        node.awaitState("broken", "RUNNING");
        node.awaitCheckpoints("broken", 1);

        node.run("broken", FlinkNode.MANY, 300, "fail");

        await().atMost(FlinkNode.LONG)
                .until(() -> node.node().deployment("FlinkJob", "broken").getLong("generation") == 3);
        node.awaitState("broken", "RUNNING");
        assertThat(node.node()
                        .get("/v1/deployments/FlinkJob/broken/generations")
                        .body())
                .contains("cannot count");

        node.run("broken", FlinkNode.MANY, 300, "throw", "applicationRestoreType: SKIP_RESTORE_FROM_SNAPSHOT");

        await().atMost(FlinkNode.LONG)
                .until(() -> node.node().deployment("FlinkJob", "broken").getLong("generation") == 5);
        node.awaitState("broken", "RUNNING");
        node.awaitCheckpoints("broken", 1);
        node.assertExactSoFar("broken");
    }

    @Test
    void keepsItsStateWhenItIsRescaled() {
        node.run("scaled", 3_000, 300, "none");
        node.awaitState("scaled", "RUNNING");

        node.ask("scaled", "rescale", new JsonObject().put("parallelism", 3));
        node.awaitState("scaled", "RUNNING");
        assertThat(node.details("scaled").getInteger("parallelism")).isEqualTo(3);
        node.ask("scaled", "rescale", new JsonObject().put("parallelism", 2));
        node.awaitState("scaled", "RUNNING");
        assertThat(node.details("scaled").getInteger("parallelism")).isEqualTo(2);

        node.awaitState("scaled", "COMPLETED");
        node.assertExact("scaled", 3_000);
    }

    @Test
    void isRestoredFromASnapshotByItsName() {
        JsonObject named = new JsonObject().put("name", "before");
        node.run("restored", 1_000_000, 100, "none");
        node.awaitState("restored", "RUNNING");
        node.ask("restored", "snapshot", named);
        int taken = node.committed("restored").size();
        await().atMost(FlinkNode.LONG).until(() -> node.committed("restored").size() > taken + 100);

        node.ask("restored", "restore", named);

        assertThat(node.details("restored").getString("from")).contains("/savepoints/");
        node.ask("restored", "delete-snapshot", named);
        assertThat(node.node()
                        .post("/v1/deployments/FlinkJob/restored/restore", named)
                        .body())
                .contains("There is no snapshot 'before'.");
        node.ask("restored", "force-stop", new JsonObject());
        node.awaitState("restored", "STOPPED");
        List<String> written = node.committed("restored");
        // What came after the snapshot came again.
        assertThat(written.size()).isGreaterThanOrEqualTo(new HashSet<>(written).size() + 100);
    }

    @Test
    void tellsWhatTheProgramThrows() {
        node.run("throwing", 10, 10, "throw");

        node.awaitState("throwing", "FAILED");

        assertThat(node.status("throwing").encode())
                .contains("IllegalStateException: no such luck")
                .contains("CountingJob.main(CountingJob.java:");
    }
}
