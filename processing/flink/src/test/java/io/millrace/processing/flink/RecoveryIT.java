package io.millrace.processing.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Applications whose process ends. */
@Timeout(120)
class RecoveryIT extends FlinkFixture {

    @Test
    void goesOnFromTheHighestCheckpointAfterAKill() throws IOException {
        node.run("killed", FlinkNode.MANY, 300, "none");
        node.awaitState("killed", "RUNNING");
        node.awaitCheckpoints("killed", 3);
        String job = node.details("killed").getString("job");

        node.kill("killed");

        await().atMost(FlinkNode.LONG)
                .until(() -> node.details("killed").getString("from", "").contains("/checkpoints/" + job + "/chk-"));
        node.awaitCheckpoints("killed", 1);
        node.assertExactSoFar("killed");
    }

    @Test
    void goesOnWhenATaskEndsTheProcessOrTakesAllMemory() throws IOException {
        Path markers = Files.createDirectory(folder.resolve("markers"));
        node.run("ending", FlinkNode.MANY, 300, "end-in-" + markers);

        await().atMost(FlinkNode.LONG)
                .untilAsserted(() -> assertThat(node.details("ending").encode())
                        .contains("ended with status 3")
                        .contains("Terminating due to java.lang.OutOfMemoryError: Java heap space"));
        await().atMost(FlinkNode.LONG)
                .until(() -> node.details("ending").getString("from", "").contains("/chk-"));
        node.awaitCheckpoints("ending", 1);
        assertThat(markers.resolve("exit")).exists();
        node.assertExactSoFar("ending");
    }

    @Test
    void goesOnWithTheNodeFromWhereItWas() {
        node.run("lasting", FlinkNode.MANY, 300, "none");
        node.awaitState("lasting", "RUNNING");
        node.awaitCheckpoints("lasting", 1);

        node.restart();

        await().atMost(FlinkNode.LONG)
                .until(() -> node.details("lasting").getString("from", "").contains("/savepoints/"));
        node.awaitCheckpoints("lasting", 1);
        node.assertExactSoFar("lasting");
    }

    @Test
    void isGivenUpWhenItsProgramNeverGetsToAJob() {
        node.run("leaving", 10, 10, "exit");

        node.awaitState("leaving", "FAILED");

        assertThat(node.status("leaving").encode()).contains("ended with status 3");
    }

    @Test
    void isGivenUpWhenItsJavaMachineDoesNotStart() {
        node.run("flagged", 10, 10, "none", "  env.java.opts.taskmanager: '-XX:+NoSuchFlag'");

        node.awaitState("flagged", "FAILED");

        assertThat(node.status("flagged").encode())
                .contains("ended with status 1")
                .contains("Unrecognized VM option 'NoSuchFlag'");
    }
}
