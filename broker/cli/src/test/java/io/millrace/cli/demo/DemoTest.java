package io.millrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.FakeNode;
import io.millrace.cli.Run;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo against a distribution whose launcher only says where a fake node listens, and a data directory with files in it. */
class DemoTest {

    private static final String FIRST = "{\"id\":\"a\",\"properties\":{\"time\":1517443199999,\"mag\":4.5}}";
    private static final String SECOND = "{\"id\":\"b\",\"properties\":{\"time\":1517443200000,\"mag\":null}}";
    private static final String EXPECTED = """
            {"events": 2, "distinctIds": 2, "eventsByDay": {"2018-01-31": 1, "2018-02-01": 1}, "eventsOfMagnitude4.5AndMore": 1,
             "sha256OfSortedLines": "%s"}""";
    private static final String SHA_256 = "adb5f4790dda402cc1e64924457db3222e81f62adf5e87b9b82f99847640d861";

    @TempDir
    Path folder;

    private Path home;
    private Path dataDir;
    private final FakeNode node = new FakeNode()
            .answers("GET /v1/node", "{\"plugins\": [\"replay\", \"file\"]}")
            .answers(
                    "POST /v1/apply",
                    "{\"changes\": [{\"kind\": \"Topic\", \"name\": \"quakes\", \"action\": \"created\"}], \"files\": []}")
            .answers("GET /v1/deployments/Connector/quakes-replay", "{\"state\": \"COMPLETED\"}")
            .answers(
                    "GET /v1/deployments/Connector/quakes-files",
                    "{\"state\": \"RUNNING\", \"lag\": [{\"records\": 0}]}")
            .answers("GET /v1/topics/quakes/records", FIRST + "\n" + SECOND + "\n");

    @BeforeEach
    void makeADistribution() throws IOException {
        home = Files.createDirectories(folder.resolve("dist/target/millrace"));
        dataDir = Files.createDirectories(folder.resolve("data"));
        Path sample = Files.createDirectories(folder.resolve("samples/01-quakes-to-files"));
        Files.writeString(sample.resolve("quakes.yaml"), "kind: Topic");
        Files.writeString(sample.resolve("expected.json"), EXPECTED.formatted(SHA_256));
        launcher("""
                for argument; do case $argument in node.dataDir=*) data=${argument#node.dataDir=} ;; esac; done
                echo '{"pid": '$$', "http": "%s", "bootstrapServers": "127.0.0.1:1"}' >"$data/node.json"
                exec sleep 60
                """.formatted(node.url()));
        System.setProperty("millrace.home", home.toString());
    }

    @AfterEach
    void close() {
        System.clearProperty("millrace.home");
        node.close();
    }

    @Test
    void endsWellWhenTheFilesHoldWhatIsExpected() throws IOException {
        write("day=2018-01-31/quakes+0+0.json", FIRST);
        write("day=2018-02-01/quakes+1+0.json.gz", SECOND);
        Run run = demo();
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains(
                        "Topic/quakes created",
                        "2 events in the topic        2 in finished files",
                        "Reading back 2 files",
                        "All agrees.")
                .containsPattern("events +2 +2\\n")
                .containsPattern("on 2018-02-01 +1 +1\\n");
    }

    @Test
    void namesWhatDiffers() throws IOException {
        write("day=2018-01-31/quakes+0+0.json", FIRST, FIRST);
        write("day=2018-02-01/_tmp.json", SECOND);
        Run run = demo();
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .containsPattern("on 2018-01-31 +1 +2  <- differs\\n")
                .doesNotContain("All agrees.");
        assertThat(run.err())
                .contains(
                        "error: distinct ids: expected 2, found 1.",
                        "error: on 2018-02-01: expected 1, found -.",
                        "error: SHA-256 of all lines");
    }

    @Test
    void tellsWhatASourceSaysIsWrong() throws IOException {
        node.answers("GET /v1/deployments/Connector/quakes-replay", """
                {"state": "FAILED", "status": [{"problems": [{"code": "x", "fault": "user", "what": "line 7 is not JSON.", "where": {}, "mend": ""}]}]}""");
        write("day=2018-01-31/quakes+0+0.json", FIRST, SECOND);
        Run run = demo();
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).startsWith("error: line 7 is not JSON.\n");
    }

    @Test
    void endsTheNodeItStarted() throws IOException {
        write("day=2018-01-31/quakes+0+0.json", FIRST, SECOND);
        demo();
        assertThat(ProcessHandle.of(pid())).isEmpty();
        assertThat(dataDir.resolve("files")).exists();
    }

    @Test
    void keepsTheNodeWhenAskedToAndSaysWhatToTry() throws IOException {
        write("day=2018-01-31/quakes+0+0.json", FIRST, SECOND);
        Run run = demo("--keep");
        ProcessHandle kept = ProcessHandle.of(pid()).orElseThrow();
        try {
            assertThat(kept.isAlive()).isTrue();
            assertThat(run.out())
                    .contains(
                            "127.0.0.1:1",
                            "curl -s '" + node.url() + "/v1/topics/quakes/records?max=3'",
                            "get all --server " + node.url())
                    .contains("kill " + kept.pid());
        } finally {
            kept.destroyForcibly();
            kept.onExit().join();
        }
    }

    @Test
    void aPartWithoutItsPluginIsSkippedOrAnErrorWhenStrict() {
        node.answers("GET /v1/node", "{\"plugins\": [\"replay\"]}");
        assertThat(demo().exitCode()).isZero();
        assertThat(demo().out()).contains("part files was skipped: the node has no plugin file.");
        Run strict = demo("--strict");
        assertThat(strict.exitCode()).isEqualTo(1);
        assertThat(strict.err()).contains("part files was skipped");
    }

    @Test
    void showsTheLastWordsOfANodeThatDoesNotStart() throws IOException {
        launcher("echo 'error: port 9092 is taken.'; exit 1");
        Run run = demo();
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("error: the node did not start. Its last words:\n  error: port 9092 is taken.");
    }

    @Test
    void anUnknownPartIsWrongUsage() {
        Run run = Run.millrace("demo", "fles");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("There is no part 'fles', only: files, parquet, functions, flink.");
    }

    private Run demo(String... options) {
        String[] arguments = Stream.concat(
                        Stream.of("demo", "files", "--data-dir", dataDir.toString()), Arrays.stream(options))
                .toArray(String[]::new);
        return Run.millrace(arguments);
    }

    private long pid() throws IOException {
        String text = Files.readString(dataDir.resolve("node.json"));
        return Long.parseLong(text.replaceFirst("(?s).*\"pid\": (\\d+).*", "$1"));
    }

    private void write(String name, String... lines) throws IOException {
        Path file = dataDir.resolve("files/quakes/topics/quakes").resolve(name);
        Files.createDirectories(file.getParent());
        try (var bytes = Files.newOutputStream(file);
                var packed = name.endsWith(".gz") ? new GZIPOutputStream(bytes) : bytes;
                Writer text = new OutputStreamWriter(packed, StandardCharsets.UTF_8)) {
            text.write(String.join("\n", lines) + "\n");
        }
    }

    private void launcher(String script) throws IOException {
        Path launcher = Files.createDirectories(home.resolve("bin")).resolve("millrace");
        Files.writeString(launcher, "#!/bin/sh\n" + script);
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
    }
}
