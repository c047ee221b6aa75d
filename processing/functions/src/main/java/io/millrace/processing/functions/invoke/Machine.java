package io.millrace.processing.functions.invoke;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.processing.functions.invoke.RuntimeId.Language;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What there is on this machine to run handlers with. Blocks, at the first question about a program. Any thread. */
final class Machine {

    private static final long LONGEST_ANSWER_SECONDS = 10;

    /**
     * How a language's programs are found.
     *
     * @param language as it stands before a version
     * @param prefix of a program's name, before its version
     * @param usual name of its program
     * @param names of all its programs
     * @param question arguments that make one tell its version and where it really is
     */
    private record Search(String language, String prefix, String usual, String names, List<String> question) {}

    private static final Map<Language, Search> SEARCHES = Map.of(
            Language.NODEJS,
            new Search(
                    "Node.js ",
                    "node",
                    "node",
                    "node(js)?(\\d+)?",
                    List.of("-p", "process.versions.node.split('.')[0] + ' ' + process.execPath")),
            Language.PYTHON,
            new Search(
                    "Python 3.",
                    "python3.",
                    "python3",
                    "python(3(\\.\\d+)?)?",
                    List.of(
                            "-c",
                            "import sys; print(sys.version_info[1] if sys.version_info[0] == 3 else -1, sys.executable)")));

    private final String path;

    /** By the path that they were found at. */
    private final Map<Path, Program> asked = new ConcurrentHashMap<>();

    /** @param path folders to look for programs in, as {@code PATH} has them */
    Machine(String path) {
        this.path = path;
    }

    /**
     * What runs handlers that were written for a runtime: a program that is called by that version, else the first one that is
     * as late. Java is the node's own, since the class files tell what they need.
     *
     * @throws ProblemException naming what was looked for and where
     */
    Program find(RuntimeId runtime) {
        return switch (runtime.language()) {
            case JAVA -> java();
            case PROVIDED -> new Program("", 0);
            case NODEJS, PYTHON -> search(runtime);
        };
    }

    /** What the user should know of the runtime that is taken. */
    static Optional<String> warning(RuntimeId runtime, Program program) {
        return program.version() == runtime.version()
                ? Optional.empty()
                : Optional.of("runtime " + runtime.text() + " is run by " + shown(runtime.language(), program)
                        + ", which is what this machine has.");
    }

    private static String shown(Language language, Program program) {
        return (language == Language.JAVA ? "Java " : SEARCHES.get(language).language) + program.version();
    }

    private static Program java() {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        if (!Files.isExecutable(java)) {
            throw missing("the Java that runs the node has no program " + java + " to start another.");
        }
        return new Program(java.toString(), Runtime.version().feature());
    }

    private Program search(RuntimeId runtime) {
        Search search = SEARCHES.get(runtime.language());
        List<Program> found = new ArrayList<>();
        for (Path candidate : candidates(search, search.prefix + runtime.version())) {
            Program program = asked.computeIfAbsent(candidate, unknown -> ask(unknown, search));
            if (program != null && program.version() >= runtime.version()) {
                return program;
            }
            if (program != null) {
                found.add(program);
            }
        }
        throw missing("runtime " + runtime.text() + " needs " + search.language + runtime.version()
                + " or later, and there is none in " + path + shown(runtime.language(), found));
    }

    private static String shown(Language language, List<Program> found) {
        return found.isEmpty()
                ? "."
                : found.stream()
                        .map(program -> program.executable() + " is " + shown(language, program))
                        .distinct()
                        .collect(Collectors.joining(", ", "; ", "."));
    }

    private static ProblemException missing(String what) {
        return new ProblemException(Problem.user(
                "runtime-missing",
                what,
                Where.path("runtime"),
                "Install it where the node finds it, or write a runtime that is there."));
    }

    /** Those of the wanted name first, then those of the usual one, then the others: asking takes its time. */
    private List<Path> candidates(Search search, String wanted) {
        List<Path> candidates = new ArrayList<>();
        for (String folder : path.split(File.pathSeparator, -1)) {
            File[] programs = new File(folder).listFiles((in, name) -> name.matches(search.names));
            for (File program : programs == null ? new File[0] : programs) {
                if (program.canExecute()) {
                    candidates.add(program.toPath());
                }
            }
        }
        List<String> order = List.of(wanted, search.usual);
        candidates.sort(Comparator.comparingInt(candidate -> {
            int rank = order.indexOf(candidate.getFileName().toString());
            return rank < 0 ? order.size() : rank;
        }));
        return candidates;
    }

    /** Null when it does not answer: a stand-in for a version that is not installed does not. */
    private static Program ask(Path program, Search search) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(search.question);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(LONGEST_ANSWER_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                return null;
            }
            String[] parts = answer.split(" ", 2);
            return new Program(parts[1], Integer.parseInt(parts[0]));
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException unusable) {
            return null;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
