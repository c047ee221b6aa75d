package io.millrace.processing.flink.code;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.Where;
import io.millrace.processing.flink.engine.RuntimeEnvironment;
import io.millrace.processing.flink.engine.Runtimes;
import io.millrace.processing.flink.engine.Runtimes.Installed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Tells a user that a jar was made for another Flink than it is to run on, or lacks a connector. Blocks. */
final class ClassCheck {

    private static final int SHOWN = 3;

    /** Every class of Flink 1.20 that a user's code may refer to and no 2.x has: most installations lack the former. */
    private static final String ONLY_IN_1_20 = "only-in-1.20.txt";

    private static final String LINE_1_20 = "1.20";

    private final Runtimes runtimes;
    private final RuntimeClasses classes = new RuntimeClasses();

    ClassCheck(Runtimes runtimes) {
        this.runtimes = runtimes;
    }

    /**
     * What the jar refers to and would not find.
     *
     * @param isCluster true when it runs on a Flink that may have connectors of its own: then only what another Flink has is missing
     */
    Optional<Problem> problem(Code code, CodeJars jars, String entryClass, Installed runtime, boolean isCluster)
            throws IOException {
        List<String> missing =
                withoutNested(new ClassReferences(jars, name -> classes.has(runtime, name)).missing(entryClass));
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> line = lineWith(missing, runtime);
        if (line.isEmpty() && isCluster) {
            return Optional.empty();
        }
        return Optional.of(Problem.user(
                "classes-missing",
                code.jar().name() + " refers to " + names(missing) + ", which " + (missing.size() == 1 ? "is" : "are")
                        + " neither in it nor in Flink " + runtime.version() + ".",
                Where.path("codeUri"),
                line.map(this::otherRuntime)
                        .orElse("Build the jar with its dependencies in it: connectors are no part of Flink.")));
    }

    /** A class goes with the one that it is in. */
    private static List<String> withoutNested(List<String> names) {
        return names.stream()
                .filter(name -> !name.contains("$") || !names.contains(name.substring(0, name.indexOf('$'))))
                .toList();
    }

    private static String names(List<String> missing) {
        String first = missing.stream().limit(SHOWN).collect(Collectors.joining(", "));
        int more = missing.size() - SHOWN;
        return more > 0 ? first + " and " + more + (more == 1 ? " other class" : " other classes") : first;
    }

    private String otherRuntime(String line) {
        boolean isInstalled = runtimes.versions().stream().anyMatch(version -> version.startsWith(line + "."));
        return "Set runtimeEnvironment: FLINK-" + line.replace('.', '_') + ", which has them"
                + (isInstalled ? "" : " and is installed with millrace install flink " + line) + ".";
    }

    /** The line of Flink that has all of it, or most of it, for a class may have moved into a connector. */
    private Optional<String> lineWith(List<String> missing, Installed runtime) throws IOException {
        for (String version : runtimes.versions()) {
            String line = version.substring(0, version.lastIndexOf('.'));
            boolean isOther = !version.equals(runtime.version());
            if (isOther && anyIs(missing, name -> classes.has(installed(line), name.replace('.', '/')))) {
                return Optional.of(line);
            }
        }
        boolean is1 = runtime.version().startsWith("1.");
        return !is1 && anyIs(missing, onlyIn120()::contains) ? Optional.of(LINE_1_20) : Optional.empty();
    }

    private static boolean anyIs(List<String> missing, Predicate<String> there) {
        return missing.stream().anyMatch(there);
    }

    private Installed installed(String line) {
        return runtimes.find(
                RuntimeEnvironment.parse("FLINK-" + line.replace('.', '_')).orElseThrow());
    }

    private static Set<String> onlyIn120() {
        try (BufferedReader names = new BufferedReader(
                new InputStreamReader(ClassCheck.class.getResourceAsStream(ONLY_IN_1_20), StandardCharsets.UTF_8))) {
            return names.lines().collect(Collectors.toSet());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
