package io.millrace.node.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class DeploymentLogsTest {

    private static final Logger LOG = LoggerFactory.getLogger(DeploymentLogsTest.class);

    private final DeploymentLogs logs = new DeploymentLogs();

    @AfterEach
    void close() {
        logs.close();
    }

    @Test
    void keepsWhatIsAboutADeploymentApart() {
        say("Topic/quakes", "made");
        say("Topic/other", "not this one");
        LOG.atInfo().log("nobody's");
        LOG.atWarn()
                .addKeyValue("deployment", "Topic/quakes")
                .addKeyValue("error", "no room")
                .setCause(new IllegalStateException("full"))
                .log("trying again");
        assertThat(logs.lines("Topic/quakes"))
                .satisfiesExactly(
                        line -> assertThat(line).contains("INFO  DeploymentLogsTest made"),
                        line -> assertThat(line).contains("WARN", "trying again", "error=no room", "full | "));
        assertThat(logs.lines("Topic/unheard-of")).isEmpty();
    }

    @Test
    void keepsTheLastLinesOnly() {
        for (int i = 0; i < 300; i++) {
            say("Topic/quakes", "line " + i);
        }
        assertThat(logs.lines("Topic/quakes")).hasSize(200).first().asString().contains("line 100 ");
    }

    @Test
    void tellsAFollowerWhatIsThereAndWhatComesUntilItLeaves() {
        List<String> told = new ArrayList<>();
        say("Topic/quakes", "before");
        DeploymentLogs.Following following = logs.follow("Topic/quakes", told::add);
        say("Topic/quakes", "after");
        say("Topic/other", "not this one");
        following.close();
        say("Topic/quakes", "too late");
        assertThat(told)
                .satisfiesExactly(
                        line -> assertThat(line).contains("before"),
                        line -> assertThat(line).contains("after"));
    }

    @Test
    void hearsNothingOnceClosed() {
        logs.close();
        say("Topic/quakes", "unheard");
        assertThat(logs.lines("Topic/quakes")).isEmpty();
    }

    private static void say(String deployment, String what) {
        LOG.atInfo().addKeyValue("deployment", deployment).log(what);
    }
}
