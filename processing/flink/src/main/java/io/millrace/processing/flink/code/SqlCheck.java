package io.millrace.processing.flink.code;

import io.millrace.api.PluginContext;
import io.millrace.api.child.Run;
import io.millrace.api.child.RunSpec;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.processing.flink.engine.Folders;
import io.millrace.processing.flink.engine.Runtimes.Installed;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether a script can be run, by a process with Flink and the script's jars on its class path: it parses and validates every
 * statement, and plans every insert. Nothing is started and nobody is connected to.
 */
final class SqlCheck {

    private static final Logger LOG = LoggerFactory.getLogger(SqlCheck.class);
    private static final String MAIN = "io.millrace.processing.flink.runtime.sql.SqlCheck";

    /** Source: {@code SqlCheck} of the runtime. */
    private static final String MARK = "millrace-problem ";

    private static final long PATIENCE_MS = 120_000;

    private final PluginContext node;
    private final AtomicInteger checks = new AtomicInteger();

    SqlCheck(PluginContext node) {
        this.node = node;
    }

    /** What is wrong with it, at its lines and columns. */
    Future<List<Problem>> problems(Code code, Installed runtime) {
        Check check = new Check(code);
        return node.vertx()
                .executeBlocking(() -> check.start(runtime), false)
                .compose(check::end)
                .eventually(() -> node.vertx().executeBlocking(check::remove, false));
    }

    /** One process and the folder that it works in. */
    private final class Check {

        private final Code code;
        private final ConcurrentLinkedQueue<String> said = new ConcurrentLinkedQueue<>();
        private Path folder;

        Check(Code code) {
            this.code = code;
        }

        Run start(Installed runtime) throws IOException {
            folder = Files.createTempDirectory("millrace-sql-");
            ProgramJar.writeScript(code, folder);
            List<String> classPath = new ArrayList<>(List.of(
                    folder.toString(),
                    runtime.lib() + File.separator + "*",
                    runtime.ownClasses() + File.separator + "*"));
            Connectors.libraries(code, runtime).forEach(jar -> classPath.add(jar.toString()));
            List<String> command = List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx384m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "--add-opens=java.base/java.lang=ALL-UNNAMED",
                    "--add-opens=java.base/java.util=ALL-UNNAMED",
                    "-Djava.io.tmpdir=" + folder,
                    "-cp",
                    String.join(File.pathSeparator, classPath),
                    MAIN);
            String name = "flink-sql-check-" + checks.incrementAndGet();
            return node.run(new RunSpec(name, command, Map.of(), folder), said::add);
        }

        Future<List<Problem>> end(Run run) {
            long timer = node.vertx().setTimer(PATIENCE_MS, late -> run.kill());
            return run.ended()
                    .onComplete(ended -> node.vertx().cancelTimer(timer))
                    .map(status -> {
                        if (status != 0) {
                            throw unable(status);
                        }
                        return said.stream()
                                .filter(line -> line.startsWith(MARK))
                                .map(line -> problem(new JsonObject(line.substring(MARK.length()))))
                                .toList();
                    });
        }

        private Problem problem(JsonObject told) {
            Where where = new Where(code.script().name(), told.getInteger("line"), told.getInteger("column"), "");
            return Problem.user("invalid-sql", told.getString("what"), where, told.getString("mend"));
        }

        private ProblemException unable(int status) {
            LOG.atError()
                    .addKeyValue("status", status)
                    .addKeyValue("error", String.join("\n", said))
                    .log("script not checked");
            return new ProblemException(Problem.resource(
                    "script-not-checked",
                    "sql " + code.script().name() + " could not be checked: the process that does it ended with "
                            + status + ".",
                    Where.path("sql"),
                    "Look into the node's log, and apply it again."));
        }

        Void remove() throws IOException {
            if (folder != null) {
                Folders.remove(folder);
            }
            return null;
        }
    }
}
