package io.millrace.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dist.Script.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution's script and the class archives that it keeps, of which nobody hears. */
class LauncherIT {

    private static final String UNREACHABLE = """
            error: cannot reach http://127.0.0.1:1.
              Start a node with: millrace start, or name another with --server URL or MILLRACE_SERVER.
            """;

    @TempDir
    private Path folder;

    private Path home;

    @BeforeEach
    void copyTheDistribution() throws Exception {
        home = Files.createDirectory(folder.resolve("a place"));
        for (String part : List.of("bin", "conf", "lib")) {
            assertThat(Script.run(Map.of(), List.of("cp", "-R", "target/millrace/" + part, home.toString()))
                            .exitCode())
                    .isZero();
        }
    }

    @Test
    void theSecondRunUsesTheArchiveOfTheFirst() throws Exception {
        assertThat(status()).isEqualTo(new Ended(1, UNREACHABLE));
        FileTime made = Files.getLastModifiedTime(archive());

        assertThat(status()).isEqualTo(new Ended(1, UNREACHABLE));
        assertThat(Files.getLastModifiedTime(archive())).isEqualTo(made);
        assertThat(Script.run(Map.of("JDK_JAVA_OPTIONS", "-XX:+PrintSharedArchiveAndExit"), statusCommand())
                        .exitCode())
                .isZero();
    }

    @Test
    void aTouchedJarMakesANewArchive() throws Exception {
        status();
        FileTime touched = FileTime.from(Instant.now());
        try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
            Files.setLastModifiedTime(jars.findFirst().orElseThrow(), touched);
        }

        assertThat(status()).isEqualTo(new Ended(1, UNREACHABLE));
        assertThat(Files.getLastModifiedTime(archive())).isGreaterThan(touched);
    }

    @Test
    void aMovedFolderMakesANewArchive() throws Exception {
        status();
        Path before = archive();
        Path elsewhere = folder.resolve("elsewhere");
        Files.move(home, elsewhere);
        home = elsewhere;

        assertThat(status()).isEqualTo(new Ended(1, UNREACHABLE));
        assertThat(archive().getFileName()).isNotEqualTo(before.getFileName());
    }

    @Test
    void anArchiveThatWasCutShortIsMadeAgain() throws Exception {
        status();
        Path archive = archive();
        long whole = Files.size(archive);
        Files.delete(archive);
        Files.write(archive, new byte[(int) whole]);

        assertThat(status()).isEqualTo(new Ended(1, UNREACHABLE));
        assertThat(Files.readAllBytes(archive)).startsWith(0xa8, 0xab, 0x0b, 0xf0);
    }

    @Test
    void runsThroughASymbolicLink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("millrace"), Path.of("a place", "bin", "millrace"));

        assertThat(Script.run(Map.of(), List.of(link.toString(), "version")).output())
                .startsWith("millrace ");
    }

    private Ended status() throws IOException, InterruptedException {
        return Script.run(Map.of(), statusCommand());
    }

    /** A verb against a port that nothing listens on ends at once, and has loaded what verbs load. */
    private List<String> statusCommand() {
        return List.of(home.resolve("bin/millrace").toString(), "status", "--server", "http://127.0.0.1:1");
    }

    /** The only one. */
    private Path archive() throws IOException {
        try (Stream<Path> archives = Files.list(home.resolve("cache"))) {
            return archives.reduce((one, other) -> {
                        throw new AssertionError(one + " and " + other);
                    })
                    .orElseThrow();
        }
    }
}
