package io.millrace.cli.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.FakeNode;
import io.millrace.cli.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LifeCycleTest {

    private static final String QUAKES = "/v1/deployments/Topic/quakes";

    private final FakeNode node = new FakeNode().answers("GET /v1/deployments", GetTest.DEPLOYMENTS);

    @AfterEach
    void close() {
        node.close();
    }

    @ParameterizedTest
    @CsvSource({"pause,paused", "resume,resumed", "restart,restarted"})
    void asksTheNodeForEachDeployment(String verb, String done) {
        node.answers("POST " + QUAKES + "/" + verb, "{\"kind\": \"Topic\"}")
                .answers("POST /v1/deployments/Connector/files/" + verb, "{\"kind\": \"Connector\"}");
        Run run = Run.millrace(node, verb, "quakes", "connector/files");
        assertThat(run).isEqualTo(new Run(0, "Topic/quakes " + done + "\nConnector/files " + done + "\n", ""));
        assertThat(node.request("POST " + QUAKES + "/" + verb).headers().get("Content-type"))
                .containsExactly("application/json");
    }

    @Test
    void aNameOfTwoKindsIsAskedBack() {
        Run run = Run.millrace(node, "pause", "files");
        assertThat(run)
                .isEqualTo(
                        new Run(
                                2,
                                "",
                                "error: 'files' is Connector/files and Topic/files.\n  Write its kind before it: Connector/files.\n"));
        assertThat(node.calls()).containsExactly("GET /v1/deployments");
    }

    @Test
    void rollsBackToTheGenerationBefore() {
        node.answers(
                        "GET " + QUAKES + "/generations",
                        "{\"generations\": [{\"generation\": 5}, {\"generation\": 3}, {\"generation\": 2}]}")
                .answers("POST " + QUAKES + "/rollback", "{\"generation\": 6}");
        assertThat(Run.millrace(node, "rollback", "quakes").out())
                .isEqualTo("Topic/quakes rolled back to generation 3, now generation 6\n");
        assertThat(node.request("POST " + QUAKES + "/rollback").text()).isEqualTo("{\"generation\":3}");
        assertThat(Run.millrace(node, "rollback", "quakes", "--to", "2").out()).contains("to generation 2");
    }

    @Test
    void nothingToRollBackToIsSaid() {
        node.answers("GET " + QUAKES + "/generations", "{\"generations\": [{\"generation\": 1}]}");
        assertThat(Run.millrace(node, "rollback", "quakes").err()).contains("has no generation before the present one");
    }

    @Test
    void rewindShowsFromWhereToWhere() {
        node.answers("POST " + QUAKES + "/rewind", """
                {"from": [{"topic": "q", "partition": 0, "offset": 17}],
                 "to": [{"topic": "q", "partition": 0, "offset": 0}, {"topic": "q", "partition": 1, "offset": 4}],
                 "effect": "Records will be in files twice."}""");
        Run run = Run.millrace(node, "rewind", "quakes", "--to", "earliest", "--dry-run", "--duplicates");
        assertThat(run.out()).isEqualTo("""
                TOPIC   PARTITION   FROM   TO
                q       0           17     0
                q       1           -      4
                Records will be in files twice.
                Topic/quakes would be rewound (dry run)
                """);
        assertThat(node.request("POST " + QUAKES + "/rewind").text())
                .isEqualTo("{\"to\":\"earliest\",\"dryRun\":true,\"duplicates\":true}");
    }

    @Test
    void redriveSaysHowManyWentBack() {
        node.answers("POST " + QUAKES + "/redrive", "{\"records\": 3, \"deadLetterTopic\": \"dead\"}");
        assertThat(Run.millrace(node, "redrive", "quakes", "--max", "10").out())
                .isEqualTo("3 dead letters of dead sent back through Topic/quakes\n");
        assertThat(node.request("POST " + QUAKES + "/redrive").text()).isEqualTo("{\"max\":10}");
    }

    @Test
    void logsPrintsWhatTheNodeKept() {
        node.answers("GET " + QUAKES + "/logs?follow=false", "one\ntwo\n");
        assertThat(Run.millrace(node, "logs", "quakes").out()).isEqualTo("one\ntwo\n");
    }

    @Test
    void deleteWaitsUntilItIsGone() {
        node.answers("DELETE " + QUAKES, 202, "{}")
                .refuses("GET " + QUAKES, 404, "unknown-deployment", "user", "gone", "");
        assertThat(Run.millrace(node, "delete", "quakes").out()).isEqualTo("Topic/quakes deleted\n");
        assertThat(node.calls()).endsWith("DELETE " + QUAKES, "GET " + QUAKES);
    }

    @Test
    void deleteNeedNotWait() {
        node.answers("DELETE " + QUAKES, 202, "{}");
        assertThat(Run.millrace(node, "delete", "quakes", "--no-wait").out()).isEqualTo("Topic/quakes deleting\n");
        assertThat(node.calls()).endsWith("DELETE " + QUAKES);
    }

    @Test
    void deletesWhatAFileDefinesLastFirstValidOrNot(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("a.yaml"), """
                ---
                kind: Topic
                name: quakes
                partitions: few
                ---
                kind: Connector
                name: files
                """);
        node.answers("DELETE " + QUAKES, 202, "{}").answers("DELETE /v1/deployments/Connector/files", 202, "{}");
        Run run = Run.millrace(node, "delete", "--no-wait", "-f", file.toString());
        assertThat(run.out()).isEqualTo("Connector/files deleting\nTopic/quakes deleting\n");
    }

    @Test
    void deletesWhatAForeignFileDefines(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("a.json"), "{\"name\": \"files\", \"config\": {}}");
        node.answers("POST /v1/apply", "{\"changes\": [{\"kind\": \"Connector\", \"name\": \"files\"}]}")
                .answers("DELETE /v1/deployments/Connector/files", 202, "{}");
        assertThat(Run.millrace(node, "delete", "--no-wait", "-f", file.toString())
                        .out())
                .isEqualTo("Connector/files deleting\n");
    }
}
