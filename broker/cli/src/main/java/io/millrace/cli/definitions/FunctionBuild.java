package io.millrace.cli.definitions;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Builds a function's source folder with the tool that it has a build file for, as {@code sam build} does: classes with their
 * libraries in {@code lib}, or the sources with their packages beside them. The source folder itself stays as it is but for what
 * Maven and Gradle put into their own folders.
 */
final class FunctionBuild {

    private static final Pattern COLOR = Pattern.compile("\u001B\\[[0-9;]*m");

    private final PrintWriter progress;

    /** @param progress where to show what is run and what it says */
    FunctionBuild(PrintWriter progress) {
        this.progress = progress;
    }

    /**
     * The folder to pack.
     *
     * @return the folder itself when there is nothing to build
     * @throws ProblemException when the tool is not there, or fails
     */
    Path built(Path folder) {
        try {
            if (SamBuild.made(folder)) {
                return folder;
            }
            if (has(folder, "pom.xml")) {
                return maven(folder);
            }
            if (has(folder, "build.gradle") || has(folder, "build.gradle.kts")) {
                return gradle(folder);
            }
            if (has(folder, "package.json") && !has(folder, "node_modules") && needsPackages(folder)) {
                return npm(folder);
            }
            return has(folder, "requirements.txt") && needsRequirements(folder) ? pip(folder) : folder;
        } catch (IOException failed) {
            throw new ProblemException(
                    Problem.resource(
                            "build-failed", folder + " cannot be built: " + failed.getMessage() + ".", null, ""),
                    failed);
        }
    }

    private Path maven(Path folder) throws IOException {
        String program = wrapper(folder, "mvnw").orElse("mvn");
        run(
                folder,
                folder,
                "pom.xml",
                List.of(
                        program,
                        "-q",
                        "-B",
                        "-DskipTests",
                        "package",
                        "dependency:copy-dependencies",
                        "-DincludeScope=runtime"));
        Path target = folder.resolve("target");
        Path packed = Folders.temporary();
        Folders.copy(target.resolve("classes"), packed);
        Folders.copy(target.resolve("dependency"), packed.resolve("lib"));
        return packed;
    }

    private Path gradle(Path folder) throws IOException {
        Path packed = Folders.temporary();
        Path script = Files.createTempFile("millrace", ".gradle");
        try (InputStream text = FunctionBuild.class.getResourceAsStream("function.gradle")) {
            Files.write(script, text.readAllBytes());
            String program = wrapper(folder, "gradlew").orElse("gradle");
            run(
                    folder,
                    folder,
                    "build.gradle",
                    List.of(
                            program,
                            "-q",
                            "--init-script",
                            script.toString(),
                            "-Pmillrace.folder=" + packed,
                            "function"));
        } finally {
            Files.delete(script);
        }
        return packed;
    }

    private Path npm(Path folder) throws IOException {
        Path packed = Folders.temporary();
        Folders.copy(folder, packed);
        boolean locked = has(folder, "package-lock.json") || has(folder, "npm-shrinkwrap.json");
        run(
                folder,
                packed,
                "package.json",
                List.of("npm", locked ? "ci" : "install", "--omit=dev", "--no-audit", "--no-fund", "--loglevel=error"));
        return packed;
    }

    private Path pip(Path folder) throws IOException {
        Path packed = Folders.temporary();
        Folders.copy(folder, packed);
        run(
                folder,
                packed,
                "requirements.txt",
                List.of(
                        "python3",
                        "-m",
                        "pip",
                        "install",
                        "--quiet",
                        "--no-compile", // compiled files would be others each time
                        "--disable-pip-version-check",
                        "--requirement",
                        "requirements.txt",
                        "--target",
                        "."));
        return packed;
    }

    private static boolean has(Path folder, String file) {
        return Files.exists(folder.resolve(file));
    }

    private static Optional<String> wrapper(Path folder, String name) {
        Path wrapper = folder.resolve(name).toAbsolutePath();
        return Optional.of(wrapper).filter(Files::isExecutable).map(Path::toString);
    }

    private static boolean needsPackages(Path folder) throws IOException {
        return !JsonMapper.builder()
                .build()
                .readTree(folder.resolve("package.json").toFile())
                .path("dependencies")
                .isEmpty();
    }

    private static boolean needsRequirements(Path folder) throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve("requirements.txt"))) {
            return lines.map(String::strip).anyMatch(line -> !line.isEmpty() && !line.startsWith("#"));
        }
    }

    private void run(Path source, Path workingFolder, String buildFile, List<String> command) throws IOException {
        String line = String.join(" ", command);
        progress.println("building " + source + ": " + line);
        progress.flush();
        Process tool;
        try {
            tool = new ProcessBuilder(command)
                    .directory(workingFolder.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(Folders.NOTHING))
                    .start();
        } catch (IOException absent) {
            throw new ProblemException(
                    Problem.user(
                            "build-tool-missing",
                            source + " has a " + buildFile + ", but " + command.get(0) + " cannot be started.",
                            null,
                            "Install it, or build the code yourself (" + line + ") and name what comes of it."),
                    absent);
        }
        tool.inputReader(StandardCharsets.UTF_8)
                .lines()
                .map(said -> COLOR.matcher(said).replaceAll(""))
                .filter(said -> !said.isBlank())
                .forEach(said -> {
                    progress.println("  " + said);
                    progress.flush();
                });
        int exit = tool.onExit().join().exitValue();
        if (exit != 0) {
            throw new ProblemException(Problem.user(
                    "build-failed",
                    source + " cannot be built: " + command.get(0) + " ended with " + exit + ".",
                    null,
                    "Mend what it says above, then apply again."));
        }
    }
}
