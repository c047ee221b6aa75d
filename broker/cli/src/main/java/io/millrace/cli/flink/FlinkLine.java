package io.millrace.cli.flink;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A line of Flink that the distribution brings, or knows how to fetch.
 *
 * @param folder named by the version; has {@code lib} once it is installed
 */
record FlinkLine(Path folder) {

    /** What one is fetched by. */
    static final String POM = "pom.xml";

    static final String LIB = "lib";

    /** By version. */
    static List<FlinkLine> in(Path flink) {
        try (Stream<Path> folders = Files.list(flink)) {
            return folders.filter(folder -> folder.getFileName().toString().matches("\\d+\\.\\d+\\.\\d+"))
                    .sorted()
                    .map(FlinkLine::new)
                    .toList();
        } catch (NoSuchFileException without) {
            return List.of();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * The one that a user means.
     *
     * @param text a line, {@code 1.20}, or a version of it
     * @throws ProblemException when there is no such line
     */
    static FlinkLine named(String text, List<FlinkLine> lines) {
        return lines.stream()
                .filter(line -> text.equals(line.line()) || text.equals(line.version()))
                .findFirst()
                .orElseThrow(() -> new ProblemException(Problem.user(
                        "unknown-flink",
                        "this distribution knows no Flink " + text + ".",
                        null,
                        lines.isEmpty()
                                ? "Take a distribution with Flink in it."
                                : "There is "
                                        + lines.stream().map(FlinkLine::line).collect(Collectors.joining(" and "))
                                        + ".")));
    }

    /** Such as {@code 1.20.1}. */
    String version() {
        return folder.getFileName().toString();
    }

    /** Such as {@code 1.20}. */
    String line() {
        return version().substring(0, version().lastIndexOf('.'));
    }

    boolean isInstalled() {
        return Files.isDirectory(folder.resolve(LIB));
    }
}
