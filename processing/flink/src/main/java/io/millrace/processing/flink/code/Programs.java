package io.millrace.processing.flink.code;

import io.millrace.api.PluginContext;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.api.settings.Artifact;
import io.millrace.processing.flink.engine.RuntimeEnvironment;
import io.millrace.processing.flink.engine.Runtimes;
import io.millrace.processing.flink.engine.Runtimes.Installed;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipException;

/** Checks programs, and makes the jars that Flink is given. Any thread. */
public final class Programs {

    private static final String SCRIPTS_ENTRY_CLASS = "io.millrace.processing.flink.runtime.sql.SqlRunner";

    private final PluginContext node;
    private final Runtimes runtimes;
    private final ClassCheck classes;
    private final SqlCheck scripts;

    public Programs(PluginContext node, Runtimes runtimes) {
        this.node = node;
        this.runtimes = runtimes;
        this.classes = new ClassCheck(runtimes);
        this.scripts = new SqlCheck(node);
    }

    /**
     * A program as Flink is given it.
     *
     * @param jar for its user's eyes only
     * @param entryClass with the main method
     */
    public record Packed(Path jar, String entryClass) {}

    /**
     * Everything that keeps it from being run, with paths relative to its definition, or with places in its script.
     *
     * @param isCluster true when it is to run on a cluster, which may have connectors of its own
     */
    public Future<List<Problem>> problems(Code code, RuntimeEnvironment environment, boolean isCluster) {
        return node.vertx()
                .executeBlocking(
                        () -> {
                            List<Problem> problems = new ArrayList<>();
                            check("udfUris", code.libraries(), problems);
                            // A cluster brings Flink; a script is checked with the node's.
                            boolean isNeeded = !isCluster || code.script() != null;
                            Installed runtime = find(environment, isNeeded ? problems : new ArrayList<>());
                            if (code.jar() != null) {
                                check(code, runtime, isCluster, problems);
                            }
                            return problems;
                        },
                        false)
                .compose(problems -> code.script() == null || !problems.isEmpty()
                        ? Future.succeededFuture(problems)
                        : scripts.problems(code, runtimes.find(environment)));
    }

    /** Makes the jar in an application's folder, in place of what was made there before. Fails with a {@link ProblemException}. */
    public Future<Packed> pack(Code code, RuntimeEnvironment environment, Path folder) {
        return node.vertx().executeBlocking(() -> packNow(code, environment, folder), false);
    }

    private Installed find(RuntimeEnvironment environment, List<Problem> problems) {
        try {
            return runtimes.find(environment);
        } catch (ProblemException missing) {
            problems.addAll(missing.problems());
            return null;
        }
    }

    /** @param runtime null when it is not installed */
    private void check(Code code, Installed runtime, boolean isCluster, List<Problem> problems) {
        try (CodeJars jars = CodeJars.open(code.jar().path())) {
            String entryClass = new EntryClass(code, jars).find();
            if (runtime != null) {
                classes.problem(code, jars, entryClass, runtime, isCluster).ifPresent(problems::add);
            }
        } catch (ProblemException wrong) {
            problems.addAll(wrong.problems());
        } catch (IOException failure) {
            problems.add(unusable("codeUri", code.jar(), failure));
        }
    }

    private static void check(String path, List<Artifact> jars, List<Problem> problems) {
        for (Artifact jar : jars) {
            try {
                new JarFile(jar.path().toFile(), false).close();
            } catch (IOException failure) {
                problems.add(unusable(path, jar, failure));
            }
        }
    }

    private static Problem unusable(String path, Artifact jar, IOException failure) {
        boolean isCorrupt = failure instanceof ZipException;
        return Problem.user(
                isCorrupt ? "code-corrupt" : "code-unreadable",
                path + " " + jar.name() + ": "
                        + (isCorrupt
                                ? "it is no jar, or not a whole one."
                                : "it cannot be read: " + failure.getMessage() + "."),
                Where.path(path),
                "Build it again, and name the jar.");
    }

    private Packed packNow(Code code, RuntimeEnvironment environment, Path folder) {
        try {
            String entryClass = SCRIPTS_ENTRY_CLASS;
            List<Path> libraries;
            if (code.jar() == null) {
                libraries = Connectors.libraries(code, runtimes.find(environment));
            } else {
                libraries = List.of(code.jar().path());
                try (CodeJars jars = CodeJars.open(code.jar().path())) {
                    entryClass = new EntryClass(code, jars).find();
                }
            }
            Path jar = Files.createDirectories(folder).resolve("program.jar");
            ProgramJar.write(code, entryClass, runtimes.folder().resolve("runtime"), libraries, jar);
            return new Packed(jar, entryClass);
        } catch (IOException failure) {
            throw new ProblemException(
                    Problem.resource(
                            "code-not-packed",
                            "The application's jar cannot be made: " + failure.getMessage() + ".",
                            Where.path(code.jar() == null ? "sql" : "codeUri"),
                            "Make room in the node's data directory, or give the node the right to write there."),
                    failure);
        }
    }
}
