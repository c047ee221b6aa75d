package io.millrace.cli.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.FakeNode;
import io.millrace.cli.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LintTest {

    private static final String DRY_RUN = "POST /v1/apply?dryRun=true";

    @TempDir
    Path folder;

    @Test
    void saysThatNothingIsWrongAndWhatHasNoEffect() throws IOException {
        Path file = Files.writeString(folder.resolve("a.yaml"), "kind: Topic");
        try (FakeNode node = new FakeNode()
                .answers(DRY_RUN, "{\"changes\": [{}, {}], \"files\": [], \"warnings\": [\"no effect\"]}")) {
            assertThat(Run.millrace(node, "lint", file.toString()))
                    .isEqualTo(new Run(0, file + ": 2 definitions, nothing wrong\n", "warning: no effect\n"));
            assertThat(node.calls()).containsExactly(DRY_RUN);
        }
    }

    @Test
    void tellsTheProblemsOfAllFilesAtOnce() throws IOException {
        Path one = Files.writeString(folder.resolve("one.properties"), "");
        Path two = Files.writeString(folder.resolve("two.properties"), "");
        try (FakeNode node =
                new FakeNode().refuses(DRY_RUN, 400, "missing", "user", "'topics' is missing.", 1, "Add it.")) {
            Run run = Run.millrace(node, "lint", "-f", one.toString(), "-f", two.toString());
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("error: " + one + ":1:3", "error: " + two + ":1:3");
        }
    }
}
