package io.millrace.cli.flink;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Fetches a line of Flink by the project file that the distribution has of it. Blocks for minutes; one thread. */
final class FlinkInstallation {

    /** Of Maven's log in batch mode: {@code Downloaded from REPOSITORY: URL (SIZE at SPEED)}. */
    private static final Pattern DOWNLOADED = Pattern.compile("Downloaded from .*\\(([0-9.]+) (B|kB|MB) at .*");

    private static final Pattern OUT_OF_REACH = Pattern.compile(
            "Could not transfer|Unknown host|offline mode|UnknownHostException|timed out|Connection refused");

    private static final String ERROR = "[ERROR]";
    private static final Map<String, Double> BYTES = Map.of("B", 1d, "kB", 1e3, "MB", 1e6);
    private static final double SHOWN_EVERY = 20e6;
    private static final File NOTHING = new File("/dev/null");

    private final FlinkLine line;
    private final String maven;
    private final PrintWriter progress;
    private double downloaded;
    private double shown;
    private boolean outOfReach;
    private String error = "";

    /**
     * @param maven the program
     * @param progress where to show how far it is
     */
    FlinkInstallation(FlinkLine line, String maven, PrintWriter progress) {
        this.line = line;
        this.maven = maven;
        this.progress = progress;
    }

    /**
     * Fetches into a folder beside, then moves: what is there is whole, however this ends. What an earlier attempt has downloaded is
     * not downloaded again.
     */
    void run() {
        Path growing = line.folder().resolveSibling(line.version() + ".new");
        try {
            delete(growing);
            Files.createDirectories(growing);
            Files.copy(line.folder().resolve(FlinkLine.POM), growing.resolve(FlinkLine.POM));
            fetch(growing);
            for (String part : List.of("plugins", "sql", FlinkLine.LIB)) { // the last one says that it is installed
                delete(line.folder().resolve(part));
                if (Files.exists(growing.resolve(part))) {
                    Files.move(growing.resolve(part), line.folder().resolve(part), StandardCopyOption.ATOMIC_MOVE);
                }
            }
            delete(growing);
        } catch (IOException failed) {
            throw new ProblemException(
                    Problem.resource(
                            "flink-not-written",
                            "Flink " + line.version() + " cannot be written to " + line.folder() + ": "
                                    + failed.getMessage() + ".",
                            null,
                            "Make the folder writable, or run this as the user that owns the distribution."),
                    failed);
        }
    }

    private void fetch(Path folder) throws IOException {
        say("fetching Flink " + line.version() + " with Maven, some 300 MB the first time");
        Process process = start(folder);
        try (Stream<String> lines = process.inputReader(StandardCharsets.UTF_8).lines()) {
            lines.forEach(this::said);
        }
        if (process.onExit().join().exitValue() == 0) {
            return;
        }
        if (outOfReach) {
            throw new ProblemException(
                    Problem.resource(
                            "flink-out-of-reach",
                            "Flink " + line.version() + " could not be fetched: Maven's repository cannot be reached.",
                            null,
                            "Connect to the network, or name a mirror in Maven's settings.xml, then run it again: it goes on where it was."));
        }
        throw new ProblemException(Problem.resource(
                "flink-not-fetched",
                "Flink " + line.version() + " could not be fetched: " + error,
                null,
                "See all that Maven says: mvn -f " + line.folder().resolve(FlinkLine.POM) + " package"));
    }

    private Process start(Path folder) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        maven, "-B", "-f", folder.resolve(FlinkLine.POM).toString(), "package")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(NOTHING);
        try {
            return builder.start();
        } catch (IOException absent) {
            throw new ProblemException(
                    Problem.resource(
                            "maven-missing",
                            "Flink " + line.version() + " is fetched with Maven, and there is no program " + maven
                                    + " on PATH.",
                            null,
                            "Install Maven, release 3.8 or later, or copy the folder " + line.folder()
                                    + " from a machine that has it installed."),
                    absent);
        }
    }

    private void said(String text) {
        Matcher download = DOWNLOADED.matcher(text);
        if (download.find()) {
            downloaded += Double.parseDouble(download.group(1)) * BYTES.get(download.group(2));
            if (downloaded - shown >= SHOWN_EVERY) {
                shown = downloaded;
                say("  %.0f MB downloaded".formatted(downloaded / BYTES.get("MB")));
            }
        } else if (text.startsWith(ERROR)) {
            outOfReach |= OUT_OF_REACH.matcher(text).find();
            error = error.isEmpty() ? text.substring(ERROR.length()).strip() : error; // the others tell how to see more
        }
    }

    private void say(String text) {
        progress.println(text);
        progress.flush();
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
