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

class OpTest {

    private static final String CALL = "/v1/deployments/Connector/files/";

    private final FakeNode node =
            new FakeNode().answers("GET /v1/deployments", GetTest.DEPLOYMENTS).answers("GET /v1/kinds", """
                    {"kinds": [{"kind": "Connector", "operations": [
                      {"name": "preview", "description": "Show records.", "changes": false, "input": "none"},
                      {"name": "invoke", "description": "Call it.", "changes": true, "input": "json"}]}]}""");

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void listsTheOperationsOfAKind() {
        assertThat(Run.millrace(node, "op", "Connector/files").out()).isEqualTo("""
                OPERATION   SENDS   DESCRIPTION
                preview     none    Show records.
                invoke      json    Call it.
                """);
    }

    @Test
    void asksWhatChangesNothing() {
        node.answers("GET " + CALL + "preview?max=3&at=a%20b", "{\"rows\": [1, 2]}");
        Run run = Run.millrace(node, "op", "Connector/files", "preview", "--param", "max=3", "--param", "at=a b");
        assertThat(run).isEqualTo(new Run(0, "rows:\n- 1\n- 2\n", ""));
    }

    @Test
    void sendsWhatIsToChange(@TempDir Path folder) throws IOException {
        node.answers("POST " + CALL + "invoke", "{\"ok\": true}");
        Path event = Files.writeString(folder.resolve("event.json"), "{\"a\": 1}");
        Run run = Run.millrace(node, "op", "Connector/files", "invoke", "--data", "@" + event, "-o", "json");
        assertThat(run.out()).isEqualTo("{\n  \"ok\": true\n}\n");
        assertThat(node.request("POST " + CALL + "invoke").text()).isEqualTo("{\"a\": 1}");
    }

    @Test
    void fieldsMakeTheObjectThatIsSent() {
        node.answers("POST " + CALL + "invoke", "{\"ok\": true}");
        Run run = Run.millrace(node, "op", "Connector/files", "invoke", "name=a=b", "count=3", "all=true");
        assertThat(run.exitCode()).isZero();
        assertThat(node.request("POST " + CALL + "invoke").text())
                .isEqualTo("{\"name\":\"a=b\",\"count\":3,\"all\":true}");
    }

    @Test
    void fieldsAskForWhatChangesNothing() {
        node.answers("GET " + CALL + "preview?max=3", "{\"ok\": true}");
        assertThat(Run.millrace(node, "preview", "-o", "json", "Connector/files", "max=3")
                        .exitCode())
                .isZero();
    }

    @Test
    void aListOfObjectsIsATable() {
        node.answers("GET " + CALL + "preview", """
                {"rows": [{"name": "a", "createdAt": "2026-01-01"}, {"name": "bc", "bytes": 5}]}""");
        assertThat(Run.millrace(node, "preview", "Connector/files").out()).isEqualTo("""
                NAME   CREATED AT   BYTES
                a      2026-01-01
                bc                  5
                """);
    }

    @Test
    void anOperationIsAVerbOfItsOwn() {
        node.answers("GET " + CALL + "preview", "{\"ok\": true}");
        assertThat(Run.millrace(node, "preview", "Connector/files").out()).isEqualTo("ok: true\n");
    }

    @Test
    void whatIsNoOperationIsNoVerb() {
        Run run = Run.millrace(node, "explode", "Connector/files");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("error: there is no verb 'explode'.");
    }

    @Test
    void anUnknownOperationFails() {
        Run run = Run.millrace(node, "op", "Connector/files", "explode");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("Connector/files has no operation 'explode'", "millrace op Connector/files");
    }
}
