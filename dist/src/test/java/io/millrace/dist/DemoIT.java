package io.millrace.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dist.Script.Ended;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo with a real node: every sample that it shows, and an input that is not as expected. */
class DemoIT {

    private static final Path HOME = Path.of("target/millrace").toAbsolutePath();
    private static final Path SAMPLE = Path.of("../samples/01-quakes-to-files");
    private static final String INPUT = "earthquakes.ndjson.gz";

    /** A home of one run is not worth an archive of its classes: neither its cache nor this one is a folder. */
    private static final Map<String, String> NO_ARCHIVE = Map.of("XDG_CACHE_HOME", "/dev/null");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"", "files parquet functions", "flink"})
    void allAgrees(String parts) throws Exception {
        Ended demo = demo(HOME, Map.of(), ("--strict " + parts).split(" "));
        assertThat(demo.exitCode()).as(demo.output()).isZero();
        assertThat(demo.output()).doesNotContain("differs", "skipped").contains("All agrees.");
    }

    @Test
    void anInputThatLacksAnEventIsNamed() throws Exception {
        Path home = homeOfItsOwn();
        Path sample = Files.createDirectories(folder.resolve("samples/01-quakes-to-files"));
        for (String file : List.of("quakes.yaml", "expected.json")) {
            Files.copy(SAMPLE.resolve(file), sample.resolve(file));
        }
        copyWithoutTheFirstLine(SAMPLE.resolve(INPUT), sample.resolve(INPUT));
        Ended demo = demo(home, NO_ARCHIVE, "files");
        assertThat(demo.exitCode()).as(demo.output()).isEqualTo(1);
        assertThat(demo.output())
                .contains("error: events: expected 1,707, found 1,706.", "on 2018-01-31: expected 198, found 197.");
    }

    private static Ended demo(Path home, Map<String, String> environment, String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(home.resolve("bin/millrace").toString(), "demo"));
        command.addAll(List.of(arguments));
        return Script.run(environment, command);
    }

    /** The distribution in a folder beside which samples of its own can stand. */
    private Path homeOfItsOwn() throws IOException, InterruptedException {
        Path home = Files.createDirectory(folder.resolve("home"));
        for (String part : List.of("conf", "lib", "plugins", "tools")) {
            Files.createSymbolicLink(home.resolve(part), HOME.resolve(part));
        }
        Script.run(Map.of(), List.of("cp", "-R", HOME.resolve("bin").toString(), home.toString()));
        Files.createFile(home.resolve("cache"));
        return home;
    }

    private static void copyWithoutTheFirstLine(Path from, Path to) throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                        new GZIPInputStream(Files.newInputStream(from)), StandardCharsets.UTF_8));
                Writer copy = new OutputStreamWriter(
                        new GZIPOutputStream(Files.newOutputStream(to)), StandardCharsets.UTF_8)) {
            lines.readLine();
            lines.transferTo(copy);
        }
    }
}
