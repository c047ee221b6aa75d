package io.millrace.cli.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a script that stands for Maven. */
class FlinkInstallationTest {

    private static final String FETCH = "cd \"${3%/*}\" && mkdir lib plugins sql && touch lib/flink.jar";

    @TempDir
    private Path flink;

    private final StringWriter said = new StringWriter();

    @BeforeEach
    void layOut() throws IOException {
        Files.createDirectories(flink.resolve("2.3.0/lib"));
        Files.createDirectories(flink.resolve("runtime"));
        Files.writeString(Files.createDirectory(flink.resolve("1.20.1")).resolve("pom.xml"), "<project/>");
    }

    @Test
    void aLineIsFetchedWholeAndProgressIsShown() throws IOException {
        install(
                "echo '[INFO] Downloaded from central: https://repo/a.jar (19.5 MB at 3.4 MB/s)'",
                "echo '[INFO] Downloaded from central: https://repo/b.jar (600 kB at 3.4 MB/s)'",
                FETCH);

        assertThat(line().isInstalled()).isTrue();
        assertThat(flink.resolve("1.20.1/lib/flink.jar")).exists();
        assertThat(flink.resolve("1.20.1.new")).doesNotExist();
        assertThat(said.toString()).contains("fetching Flink 1.20.1").contains("  20 MB downloaded\n");
    }

    @Test
    void anAttemptThatFailedLeavesNothingThatLooksInstalledAndIsRepeated() throws IOException {
        assertThatThrownBy(() -> install(FETCH, "echo '[ERROR] No plugin found'", "exit 1"))
                .hasMessageContaining("Flink 1.20.1 could not be fetched: No plugin found");
        assertThat(line().isInstalled()).isFalse();

        install(FETCH);
        assertThat(line().isInstalled()).isTrue();
    }

    @Test
    void withoutANetworkItSaysSo() {
        assertThatThrownBy(() -> install(
                        "echo '[ERROR] Could not transfer artifact a from/to central: repo: Unknown host repo'",
                        "exit 1"))
                .hasMessageContaining("Maven's repository cannot be reached.")
                .hasMessageContaining("run it again");
    }

    @Test
    void withoutMavenItSaysSo() {
        assertThatThrownBy(() ->
                        new FlinkInstallation(line(), flink.resolve("mvn").toString(), new PrintWriter(said)).run())
                .hasMessageContaining("is fetched with Maven, and there is no program")
                .hasMessageContaining("Install Maven");
    }

    @Test
    void linesAreNamedAsUsersNameThem() {
        assertThat(FlinkLine.in(flink)).extracting(FlinkLine::line).containsExactly("1.20", "2.3");
        assertThat(FlinkLine.named("2.3.0", FlinkLine.in(flink)).isInstalled()).isTrue();
        assertThatThrownBy(() -> FlinkLine.named("1.19", FlinkLine.in(flink)))
                .hasMessage("this distribution knows no Flink 1.19. There is 1.20 and 2.3.");
    }

    private FlinkLine line() {
        return FlinkLine.named("1.20", FlinkLine.in(flink));
    }

    private void install(String... script) throws IOException {
        Path maven = Files.writeString(flink.resolve("mvn"), "#!/bin/sh\n" + String.join("\n", script) + "\n");
        assertThat(maven.toFile().setExecutable(true)).isTrue();
        new FlinkInstallation(line(), maven.toString(), new PrintWriter(said)).run();
    }
}
