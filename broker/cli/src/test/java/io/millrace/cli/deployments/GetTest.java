package io.millrace.cli.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.cli.FakeNode;
import io.millrace.cli.Run;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GetTest {

    static final String DEPLOYMENTS = """
            {"deployments": [
              {"kind": "Connector", "name": "files", "state": "RETRYING", "generation": 2, "appliedAt": "2026-01-02T03:04:05.678901Z",
               "labels": {"team": "a"}, "description": "Quakes to files", "settings": {"topics": "quakes", "flush.size": 1000},
               "status": [{"node": 1, "state": "RETRYING", "details": {"files": 3},
                 "problems": [{"code": "disk-full", "fault": "resource", "what": "no room on /data.", "where": {}, "mend": "Make room."}]}],
               "lag": [{"topic": "quakes", "partition": 0, "committed": 10, "end": 25, "records": 15, "seconds": 3.25},
                       {"topic": "quakes", "partition": 1, "committed": null, "end": 5, "records": 5, "seconds": 0}],
               "rates": {"records": 12.54}},
              {"kind": "Topic", "name": "quakes", "state": "RUNNING", "generation": 1, "appliedAt": "2026-01-01T00:00:00Z",
               "settings": {}, "status": [], "lag": [], "rates": {}},
              {"kind": "Topic", "name": "files", "state": "RUNNING", "generation": 1, "appliedAt": "2026-01-01T00:00:00Z",
               "settings": {}, "status": [], "lag": [], "rates": {}}]}""";

    private final FakeNode node = new FakeNode()
            .answers("GET /v1/deployments", DEPLOYMENTS)
            .answers("GET /v1/kinds", "{\"kinds\": [{\"kind\": \"Topic\"}, {\"kind\": \"Function\"}]}");

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void listsALineEachAndThenWhatHoldsThemUp() {
        assertThat(Run.millrace(node, "get", "all").out()).isEqualTo("""
                NAME              STATE      GENERATION   LAG   RECORDS/S   APPLIED
                Connector/files   RETRYING   2            20    12.5        2026-01-02T03:04:05Z
                Topic/quakes      RUNNING    1            -     -           2026-01-01T00:00:00Z
                Topic/files       RUNNING    1            -     -           2026-01-01T00:00:00Z

                Connector/files: no room on /data. Make room.
                """);
    }

    @ParameterizedTest
    @CsvSource({"topics,2", "Topic,2", "connector/files,1", "quakes,1", "files,2", "all,3", "functions,0"})
    void takesKindsInAnyCaseAndThePluralAndNames(String what, int count) throws IOException {
        Run run = Run.millrace(node, "get", what, "-o", "json");
        var answer = new ObjectMapper().readTree(run.out());
        assertThat(run.exitCode()).isZero();
        assertThat(answer.has("kind") ? 1 : answer.path("deployments").size()).isEqualTo(count);
    }

    @Test
    void oneIsAnsweredAsYaml() {
        assertThat(Run.millrace(node, "get", "Connector/files", "-o", "yaml").out())
                .startsWith("kind: Connector\nname: files\nstate: RETRYING\n");
    }

    @Test
    void whatIsNotThereFails() {
        Run run = Run.millrace(node, "get", "Topic/nope");
        assertThat(run)
                .isEqualTo(new Run(
                        1, "", "error: there is no deployment Topic/nope.\n  See what there is: millrace get all.\n"));
    }

    @Test
    void noneIsNoError() {
        node.answers("GET /v1/deployments", "{\"deployments\": []}");
        assertThat(Run.millrace(node, "get").out()).isEqualTo("There are none. Apply some: millrace apply -f FILE\n");
    }

    @Test
    void describeShowsEverything() throws IOException {
        var connector =
                new ObjectMapper().readTree(DEPLOYMENTS).path("deployments").get(0);
        node.answers("GET /v1/deployments/Connector/files", connector.toString())
                .answers("GET /v1/deployments/Connector/files/generations", """
                        {"generations": [{"generation": 2, "appliedAt": "2026-01-02T03:04:05Z"}, {"generation": 1, "appliedAt": "2026-01-01T00:00:00Z"}]}""");
        assertThat(Run.millrace(node, "describe", "Connector/files").out()).isEqualTo("""
                Kind:        Connector
                Name:        files
                State:       RETRYING
                Problem:     no room on /data. Make room.
                Description: Quakes to files
                Label:       team=a
                Generation:  2, applied 2026-01-02T03:04:05Z
                Generation:  1, applied 2026-01-01T00:00:00Z
                Settings:
                  topics: quakes
                  flush.size: 1000
                Node 1: RETRYING
                  files: 3
                Lag:
                  TOPIC    PARTITION   COMMITTED   END   LAG   SECONDS
                  quakes   0           10          25    15    3.3
                  quakes   1           -           5     5     0
                """);
    }

    @Test
    void describeLinksToTheWebUi() throws IOException {
        var connector =
                new ObjectMapper().readTree(DEPLOYMENTS).path("deployments").get(0);
        node.answers(
                        "GET /v1/deployments/Connector/files",
                        connector.toString().replace("\"files\":3", "\"ui\":\"/flink/files/\""))
                .answers("GET /v1/deployments/Connector/files/generations", "{\"generations\": []}");
        assertThat(Run.millrace(node, "describe", "Connector/files").out())
                .contains("  ui: " + node.url() + "/flink/files/\n");
    }
}
