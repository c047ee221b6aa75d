package io.millrace.cli.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.cli.FakeNode;
import io.millrace.cli.Run;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplyTest {

    private static final String DRY_RUN = "POST /v1/apply?dryRun=true";
    private static final String APPLY = "POST /v1/apply?dryRun=false";
    private static final String ANSWER = """
            {"changes": [{"kind": "Topic", "name": "a", "action": "created", "generation": 1}], "warnings": ["no effect"], "files": []}""";
    private static final String NAMES_A_FILE = ANSWER.replace("\"files\": []", "\"files\": [\"data/quakes.txt\"]");
    /** SHA-256 of "quakes". */
    private static final String DIGEST = "f77027b5d66fbc8eb08c5086a06fa534f295b4caee00003b9f722508390e1c5f";

    private static final String NINE_MEBIBYTES_OF_ZERO =
            "d2ee4703cd9698945ca7b9fe1689ea3095597eac1a0afd8dba00cac7894fdc43";

    @TempDir
    Path folder;

    private final FakeNode node = new FakeNode().answers(DRY_RUN, ANSWER).answers(APPLY, ANSWER);

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void sendsTheTextAsItIsAndSaysWhatWasDone() throws IOException {
        Path file = write("a.yaml", "kind: Topic\nname: a # é\n");
        Run run = Run.millrace(node, "apply", "-f", file.toString());
        assertThat(run).isEqualTo(new Run(0, "Topic/a created (generation 1)\n", "warning: no effect\n"));
        assertThat(sent().path("source").asText()).isEqualTo("kind: Topic\nname: a # é\n");
        assertThat(sent().path("file").asText()).isEqualTo(file.toString());
        assertThat(sent().has("ifGeneration")).isFalse();
    }

    @Test
    void aDryRunChangesNothing() throws IOException {
        Run run = Run.millrace(
                node, "apply", "--dry-run", "-f", write("a.yaml", "kind: Topic").toString());
        assertThat(run.out()).isEqualTo("Topic/a created (dry run)\n");
        assertThat(node.calls()).containsExactly(DRY_RUN);
    }

    @Test
    void answersAsJson() throws IOException {
        Run run = Run.millrace(
                node,
                "apply",
                "-o",
                "json",
                "-f",
                write("a.yaml", "kind: Topic").toString());
        JsonNode answer = new ObjectMapper().readTree(run.out());
        assertThat(answer.path("changes").get(0).path("action").asText()).isEqualTo("created");
    }

    @Test
    void aNamedFileIsUploadedByDigestRelativeToTheDefinition() throws IOException {
        node.answers(DRY_RUN, NAMES_A_FILE)
                .answers("HEAD /v1/artifacts/" + DIGEST, 404, "")
                .answers("PUT /v1/artifacts/" + DIGEST, 201, "{}");
        Files.createDirectory(folder.resolve("data"));
        write("data/quakes.txt", "quakes");
        Run run =
                Run.millrace(node, "apply", "-f", write("a.yaml", "kind: Topic").toString());
        assertThat(run.exitCode()).isZero();
        assertThat(node.calls())
                .containsExactly(DRY_RUN, "HEAD /v1/artifacts/" + DIGEST, "PUT /v1/artifacts/" + DIGEST, APPLY);
        assertThat(node.request("PUT /v1/artifacts/" + DIGEST).text()).isEqualTo("quakes");
        assertThat(sent().path("artifacts").path("data/quakes.txt").asText()).isEqualTo(DIGEST);
    }

    @Test
    void aFileTheNodeHasIsNotUploadedAgain() throws IOException {
        node.answers(DRY_RUN, NAMES_A_FILE).answers("HEAD /v1/artifacts/" + DIGEST, 200, "");
        Files.createDirectory(folder.resolve("data"));
        write("data/quakes.txt", "quakes");
        Run.millrace(node, "apply", "-f", write("a.yaml", "kind: Topic").toString());
        assertThat(node.calls()).containsExactly(DRY_RUN, "HEAD /v1/artifacts/" + DIGEST, APPLY);
    }

    @Test
    void aNamedFileThatIsNotThereStoresNothing() throws IOException {
        node.answers(DRY_RUN, NAMES_A_FILE);
        Path file = write("a.yaml", "kind: Topic");
        Run run = Run.millrace(node, "apply", "-f", file.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("error: " + file + ": 'data/quakes.txt' is not a file or folder that can be read at "
                        + folder.resolve("data/quakes.txt"));
        assertThat(node.calls()).containsExactly(DRY_RUN);
    }

    @Test
    void aLargeUploadShowsHowFarItIs() throws IOException {
        node.answers(DRY_RUN, NAMES_A_FILE)
                .answers("HEAD /v1/artifacts/" + NINE_MEBIBYTES_OF_ZERO, 404, "")
                .answers("PUT /v1/artifacts/" + NINE_MEBIBYTES_OF_ZERO, 201, "{}");
        Files.createDirectory(folder.resolve("data"));
        Files.write(folder.resolve("data/quakes.txt"), new byte[9 << 20]);
        Run run =
                Run.millrace(node, "apply", "-f", write("a.yaml", "kind: Topic").toString());
        assertThat(run.err()).contains("\rdata/quakes.txt: 4 of 9 MiB", "\rdata/quakes.txt: 9 of 9 MiB\n");
        assertThat(node.request("PUT /v1/artifacts/" + NINE_MEBIBYTES_OF_ZERO).text())
                .hasSize(9 << 20);
    }

    @Test
    void problemsAreToldAtTheirLinesWithHowToMendThem() throws IOException {
        node.refuses(DRY_RUN, 400, "wrong-type", "user", "'four' is not a number.", 3, "Write a number.");
        Path file = write("a.yaml", "kind: Topic\nname: a\npartitions: four\n");
        Run run = Run.millrace(node, "apply", "-f", file.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo("error: " + file + ":3:3 Topic/a partitions: 'four' is not a number.\n  Write a number.\n");
    }

    @Test
    void filesOfAFolderGoTogetherAndProblemsFindTheirFile() throws IOException {
        write("1.yaml", "kind: Topic\nname: a");
        Path second = write("2.yml", "kind: Topic\nname: b\npartitions: four\n");
        write("expected.json", "{}");
        node.refuses(DRY_RUN, 400, "wrong-type", "user", "'four' is not a number.", 6, "");
        Run run = Run.millrace(node, "apply", "-f", folder.toString());
        assertThat(run.err()).isEqualTo("error: " + second + ":3:3 Topic/a partitions: 'four' is not a number.\n");
        JsonNode sent = json(node.request(DRY_RUN));
        assertThat(sent.path("source").asText())
                .isEqualTo("kind: Topic\nname: a\n---\nkind: Topic\nname: b\npartitions: four\n");
    }

    @Test
    void foreignFormsAreSentAsTheyAre() throws IOException {
        Path properties = write("sink.properties", "connector.class=FileSink\n");
        Path connect = write("sink.json", "{\"name\": \"sink\"}");
        Run run = Run.millrace(node, "apply", "-f", properties.toString(), "-f", connect.toString());
        assertThat(run.out()).isEqualTo("Topic/a created (generation 1)\nTopic/a created (generation 1)\n");
        assertThat(node.calls()).containsExactly(DRY_RUN, APPLY, DRY_RUN, APPLY);
        assertThat(sent().path("source").asText()).isEqualTo("{\"name\": \"sink\"}");
        assertThat(json(node.requests().get(3)).path("source").asText()).isEqualTo("connector.class=FileSink\n");
    }

    @Test
    void aMappingGoesWithTheFunctionThatItIsFor() throws IOException {
        Path function = write("function.yaml", "kind: Function\nname: a\n");
        Path mapping = write("mapping.json", "{\"FunctionName\": \"a\"}");
        Run.millrace(node, "apply", mapping.toString(), function.toString());
        assertThat(node.calls()).containsExactly(DRY_RUN, APPLY);
        assertThat(sent().path("source").asText())
                .isEqualTo("{\"FunctionName\": \"a\"}\n---\nkind: Function\nname: a\n");
    }

    @Test
    void valuesOfATemplatesParametersAreSent() throws IOException {
        Path template = write("template.yaml", "Resources: {}\n");
        Run run = Run.millrace(
                node,
                "apply",
                "--parameter-overrides",
                "Stage=test",
                "Topics=a,b=c",
                "ParameterKey=Queue.Arn,ParameterValue=arn:aws:sqs",
                template.toString());
        assertThat(run.exitCode()).isZero();
        assertThat(sent().path("parameters"))
                .isEqualTo(new ObjectMapper()
                        .readTree("{\"Stage\": \"test\", \"Topics\": \"a,b=c\", \"Queue.Arn\": \"arn:aws:sqs\"}"));
        assertThat(Run.millrace(node, "apply", "-f", template.toString(), "--parameter-overrides", "x")
                        .err())
                .startsWith("error: --parameter-overrides takes NAME=VALUE.");
    }

    @Test
    void readsStandardInput() throws IOException {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream("kind: Topic".getBytes(StandardCharsets.UTF_8)));
        try {
            assertThat(Run.millrace(node, "apply", "-f", "-").exitCode()).isZero();
        } finally {
            System.setIn(before);
        }
        assertThat(sent().path("source").asText()).isEqualTo("kind: Topic");
    }

    @Test
    void aStaleGenerationFails() throws IOException {
        node.refuses(
                DRY_RUN, 409, "stale-generation", "user", "Topic/a is at generation 4.", "Look at it and apply again.");
        Run run = Run.millrace(
                node,
                "apply",
                "--if-generation",
                "3",
                "-f",
                write("a.yaml", "kind: Topic").toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("error: Topic/a is at generation 4.\n  Look at it and apply again.\n");
        assertThat(json(node.request(DRY_RUN)).path("ifGeneration").asLong()).isEqualTo(3);
    }

    @Test
    void whatIsNotThereOrHasNoDefinitionsIsSaid() {
        assertThat(Run.millrace(node, "apply", "-f", "nope.yaml").err()).startsWith("error: nope.yaml is not there.");
        assertThat(Run.millrace(node, "apply", "-f", folder.toString()).err()).contains("has no .yaml or .yml file");
        assertThat(node.calls()).isEmpty();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private JsonNode sent() throws IOException {
        return json(node.request(APPLY));
    }

    private static JsonNode json(FakeNode.Request request) throws IOException {
        return new ObjectMapper().readTree(request.text());
    }
}
