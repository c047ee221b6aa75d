package io.millrace.cli.definitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.problem.ProblemException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With wrappers that stand for the tools; what npm and pip fetch is theirs. */
class FunctionBuildTest {

    @TempDir
    Path folder;

    private final StringWriter said = new StringWriter();
    private final FunctionBuild build = new FunctionBuild(new PrintWriter(said));

    @Test
    void whatNeedsNoBuildIsPackedAsItIs() throws IOException {
        write("app.py", "");
        write("requirements.txt", "# nothing\n\n");
        write("package.json", "{\"dependencies\": {}}");

        assertThat(build.built(folder)).isEqualTo(folder);
        assertThat(said.toString()).isEmpty();
    }

    @Test
    void packagesThatAreThereAreNotFetchedAgain() throws IOException {
        write("package.json", "{\"dependencies\": {\"a\": \"1\"}}");
        Files.createDirectory(folder.resolve("node_modules"));

        assertThat(build.built(folder)).isEqualTo(folder);
    }

    @Test
    void mavensClassesAndLibrariesAreLaidOutAsLambdaHasThem() throws IOException {
        write("pom.xml", "<project/>");
        tool(
                "mvnw",
                "mkdir -p target/classes/demo target/dependency",
                "touch target/classes/demo/A.class target/dependency/lib.jar",
                "printf '\\033[1mcompiling\\033[m with %s\\n' \"$*\"; printf '\\033[0m\\n'");

        Path packed = build.built(folder);

        assertThat(packed.resolve("demo/A.class")).exists();
        assertThat(packed.resolve("lib/lib.jar")).exists();
        assertThat(said.toString())
                .isEqualTo(
                        "building " + folder + ": " + folder.resolve("mvnw")
                                + " -q -B -DskipTests package dependency:copy-dependencies -DincludeScope=runtime\n"
                                + "  compiling with -q -B -DskipTests package dependency:copy-dependencies -DincludeScope=runtime\n");
    }

    @Test
    void gradleIsTaughtWhereToCopyTo() throws IOException {
        write("build.gradle.kts", "");
        tool(
                "gradlew",
                "for a; do case $a in -Pmillrace.folder=*) to=${a#*=};; esac; done",
                "grep -q runtimeClasspath \"$3\" && touch $to/A.class");

        assertThat(build.built(folder).resolve("A.class")).exists();
    }

    @Test
    void aBuildThatFailsShowsWhatTheToolSays() throws IOException {
        write("pom.xml", "<project/>");
        tool("mvnw", "echo 'cannot find symbol' >&2", "exit 3");

        assertThatThrownBy(() -> build.built(folder))
                .isInstanceOf(ProblemException.class)
                .hasMessage(folder + " cannot be built: " + folder.resolve("mvnw")
                        + " ended with 3. Mend what it says above, then apply again.");
        assertThat(said.toString()).endsWith("  cannot find symbol\n");
    }

    @Test
    void aToolThatIsNotThereIsNamedWithItsCommand() throws IOException {
        write("pom.xml", "<project/>");
        write("mvnw", "#!/no/such/program\n");
        assertThat(folder.resolve("mvnw").toFile().setExecutable(true)).isTrue();

        assertThatThrownBy(() -> build.built(folder))
                .hasMessageContaining(" has a pom.xml, but " + folder.resolve("mvnw") + " cannot be started.")
                .hasMessageContaining(
                        "build the code yourself (" + folder.resolve("mvnw") + " -q -B -DskipTests package");
    }

    @Test
    void whatSamHasBuiltIsNotBuiltAgain() throws IOException {
        Path built = Files.createDirectories(folder.resolve(".aws-sam/build/Alerts"));
        Files.writeString(built.resolve("pom.xml"), "");

        assertThat(build.built(built)).isEqualTo(built);
    }

    @Test
    void aTemplateThatSamHasBuiltSinceIsReadWhereItWasBuilt() throws IOException {
        Path template = write("template.yaml", "");
        Path built = Files.createDirectories(folder.resolve(".aws-sam/build")).resolve("template.yaml");
        assertThat(SamBuild.of(template)).isEmpty();
        Files.writeString(built, "");
        assertThat(built.toFile().setLastModified(template.toFile().lastModified() + 1000))
                .isTrue();

        assertThat(SamBuild.of(template)).contains(built);
        assertThat(SamBuild.of(write("other.yaml", ""))).isEmpty();

        assertThat(template.toFile().setLastModified(built.toFile().lastModified() + 1000))
                .isTrue();
        assertThat(SamBuild.of(template)).isEmpty();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private void tool(String name, String... script) throws IOException {
        write(name, "#!/bin/sh\n" + String.join("\n", script) + "\n");
        assertThat(folder.resolve(name).toFile().setExecutable(true)).isTrue();
    }
}
