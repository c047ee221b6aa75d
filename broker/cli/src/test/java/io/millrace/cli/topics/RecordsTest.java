package io.millrace.cli.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.FakeNode;
import io.millrace.cli.Run;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordsTest {

    private static final String RECORDS = "/v1/topics/quakes/records";

    private final FakeNode node = new FakeNode().answers("POST " + RECORDS, "{\"records\": 2, \"offsets\": []}");
    private final InputStream standardInput = System.in;

    @BeforeEach
    void type() {
        System.setIn(new ByteArrayInputStream("a:{\"é\": 1}\n:\"quoted\"\n".getBytes(StandardCharsets.UTF_8)));
    }

    @AfterEach
    void close() {
        System.setIn(standardInput);
        node.close();
    }

    @Test
    void aLineIsAValue() {
        Run run = Run.millrace(node, "produce", "quakes");
        assertThat(run).isEqualTo(new Run(0, "2 records written to quakes\n", ""));
        assertThat(written()).isEqualTo("""
                {"value":"a:{\\"é\\": 1}"}
                {"value":":\\"quoted\\""}
                """);
    }

    @Test
    void aLineIsAKeyAndAValue() {
        Run.millrace(node, "produce", "quakes", "-K", ":");
        assertThat(written()).isEqualTo("""
                {"key":"a","value":"{\\"é\\": 1}"}
                {"key":"","value":"\\"quoted\\""}
                """);
    }

    @Test
    void aLineIsARecordAndIsSentAsItIs(@TempDir Path folder) throws IOException {
        String lines = "{\"key\": \"k\", \"value\": {\"a\": 1.50}}\n";
        Path file = Files.writeString(folder.resolve("lines"), lines);
        Run.millrace(node, "produce", "quakes", "--records", "-f", file.toString());
        assertThat(written()).isEqualTo(lines);
    }

    @Test
    void aRefusedRecordIsToldWithItsLineAndWhatWasWritten() {
        node.answers("POST " + RECORDS, 400, """
                {"records": 41, "problems": [{"code": "not-a-record", "fault": "user", "what": "it is not JSON.", "mend": "Write one object a line.",
                 "where": {"line": 42, "column": 1}}]}""");
        Run run = Run.millrace(node, "produce", "quakes", "--records");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("""
                error: standard input:42:1: it is not JSON.
                  Write one object a line.
                41 records before it written to quakes.
                """);
    }

    @Test
    void printsValuesAsTheyStand() {
        node.answers("GET " + RECORDS, """
                {"partition":0,"offset":1,"timestamp":null,"key":"k","value":{"mag": 1.50, "s": ["}", {}]},"headers":{"value":"no"}}
                {"partition":0,"offset":2,"key":{"value":3},"value":"text, \\"quoted\\""}
                {"partition":1,"offset":0,"key":null,"value":null}
                {"partition":1,"offset":1,"key":null,"value":12.50}
                """);
        Run run = Run.millrace(
                node, "consume", "quakes", "--from", "2018-02-02T22:00:00Z", "--max", "4", "--partition", "1");
        assertThat(run).isEqualTo(new Run(0, """
                {"mag": 1.50, "s": ["}", {}]}
                text, "quoted"
                null
                12.50
                """, ""));
        assertThat(node.calls())
                .containsExactly("GET " + RECORDS + "?from=2018-02-02T22%3A00%3A00Z&follow=false&partition=1&max=4");
    }

    @Test
    void printsWholeRecords() {
        String records = "{\"partition\":0,\"offset\":1,\"value\":1}\n{\"partition\":0,\"offset\":2,\"value\":2}\n";
        node.answers("GET " + RECORDS, records);
        assertThat(Run.millrace(node, "consume", "quakes", "--records").out()).isEqualTo(records);
    }

    @Test
    void anUnknownTopicFails() {
        node.refuses(
                "GET " + RECORDS, 404, "unknown-topic", "user", "there is no topic quakes.", "See: millrace topics");
        Run run = Run.millrace(node, "consume", "quakes");
        assertThat(run).isEqualTo(new Run(1, "", "error: there is no topic quakes.\n  See: millrace topics\n"));
    }

    private String written() {
        return node.request("POST " + RECORDS).text();
    }
}
