package io.millrace.processing.flink.engine;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The Flinks of this installation. Every method blocks for a moment.
 *
 * <pre>
 * flink/VERSION/lib        Flink, as its own distribution has it
 * flink/VERSION/plugins    file systems
 * flink/VERSION/sql        what goes into the jar of a script
 * flink/runtime            our own classes, for all versions
 * </pre>
 *
 * @param folder {@code flink} of the distribution
 */
public record Runtimes(Path folder) {

    /**
     * One of them.
     *
     * @param version such as {@code 2.3.0}
     * @param folder its own
     * @param ownClasses jars of ours that run inside it
     */
    public record Installed(String version, Path folder, Path ownClasses) {

        public Path lib() {
            return folder.resolve("lib");
        }

        public Path plugins() {
            return folder.resolve("plugins");
        }

        /** Jars of connectors and formats for scripts. */
        public Path sql() {
            return folder.resolve("sql");
        }
    }

    /**
     * What runs applications of a runtime environment: the newest version of its line.
     *
     * @throws ProblemException when it is not installed
     */
    public Installed find(RuntimeEnvironment environment) {
        String line = environment.flinkLine();
        return versions().stream()
                .filter(version -> version.startsWith(line + "."))
                .max(Comparator.comparing(Runtimes::patch))
                .map(version -> new Installed(version, folder.resolve(version), folder.resolve("runtime")))
                .orElseThrow(() -> new ProblemException(Problem.user(
                        "flink-not-installed",
                        "runtimeEnvironment " + environment.text() + " needs Flink " + line
                                + ", which is not installed.",
                        Where.path("runtimeEnvironment"),
                        "Install it with: millrace install flink " + line)));
    }

    /** Of all that are whole. */
    public List<String> versions() {
        List<String> versions = new ArrayList<>();
        try (DirectoryStream<Path> each = Files.newDirectoryStream(folder, version -> isWhole(version))) {
            each.forEach(version -> versions.add(version.getFileName().toString()));
        } catch (IOException none) {
            return List.of();
        }
        return versions;
    }

    private static boolean isWhole(Path version) {
        return Files.isDirectory(version.resolve("lib"))
                && version.getFileName().toString().matches("\\d+\\.\\d+\\.\\d+");
    }

    private static int patch(String version) {
        return Integer.parseInt(version.substring(version.lastIndexOf('.') + 1));
    }
}
