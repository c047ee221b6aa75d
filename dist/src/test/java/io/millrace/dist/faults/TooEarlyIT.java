package io.millrace.dist.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Plugin;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * That a kill round can fail: a round like any other, of a sink that reports records durable before they are. It stands for sinks to
 * files and to buckets alike: when a sink reports is the writer's to say, which they share, and so is what counts here.
 */
class TooEarlyIT {

    private static final long RECORDS = 40_000;

    @TempDir
    private Path folder;

    @Test
    void aRoundFindsWhatASinkLosesThatReportsDurableTooEarly() throws Exception {
        Path store = folder.resolve("out");
        Sink sink = new Sink(
                "too-early",
                "connector.class: TooEarlySink, store.url: \"" + store.toUri() + "\"",
                store,
                null,
                "g=",
                ".json");
        KillRound.Report report =
                new KillRound(folder, new Pipeline(sink), 1, RECORDS).run(homeWithTheSink(), List.of(Aim.COMMIT));
        System.out.println("negative control, " + report);
        assertThat(report.ledgers().get(sink).differences()).anyMatch(difference -> difference.contains(" missing"));
    }

    /** The distribution, with no plugin but the one of this test. */
    private Path homeWithTheSink() throws IOException, URISyntaxException {
        Path home = Files.createDirectories(folder.resolve("home"));
        for (String part : List.of("bin", "conf")) {
            Path copies = Files.createDirectory(home.resolve(part));
            try (Stream<Path> files = Files.list(RealNode.HOME.resolve(part))) {
                for (Path file : files.toList()) {
                    Files.copy(file, copies.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        Files.createSymbolicLink(home.resolve("lib"), RealNode.HOME.resolve("lib"));
        Path plugin = Files.createDirectories(home.resolve("plugins/too-early"));
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(plugin.resolve("too-early.jar")))) {
            jar.putNextEntry(new JarEntry("META-INF/services/" + Plugin.class.getName()));
            jar.write(TooEarlyPlugin.class.getName().getBytes(StandardCharsets.UTF_8));
            OwnClasses.add(TooEarlyPlugin.class, jar);
        }
        return home;
    }
}
