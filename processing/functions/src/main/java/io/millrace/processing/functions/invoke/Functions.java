package io.millrace.processing.functions.invoke;

import io.millrace.api.Meters;
import io.millrace.api.PluginContext;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks functions and starts them, on what this machine has.
 *
 * <pre>
 * functions/.runtime/…    our bootstraps and AWS's client for Java, unpacked
 * functions/NAME/…        the code of a function
 * </pre>
 */
public final class Functions {

    private final PluginContext node;
    private final Path folder;
    private final Machine machine =
            new Machine(Optional.ofNullable(System.getenv("PATH")).orElse(""));
    private final RuntimeFiles files;

    /** Unpacks what processes need. Blocks. */
    public Functions(PluginContext node) {
        this.node = node;
        this.folder = node.dataDir().resolve("functions");
        this.files = RuntimeFiles.unpack(node.folder(), folder.resolve(".runtime"));
    }

    /** What the user should know of a runtime that is taken; empty when there is nothing, or when there is no such runtime. */
    public Optional<String> warning(RuntimeId runtime) {
        try {
            return Machine.warning(runtime, machine.find(runtime));
        } catch (ProblemException missing) {
            return Optional.empty();
        }
    }

    /** Everything that keeps the function from being run, with paths relative to its definition. Blocks. */
    public List<Problem> problems(FunctionSpec function) {
        List<Problem> problems = new ArrayList<>();
        Program program;
        try {
            program = machine.find(function.runtime());
        } catch (ProblemException missing) {
            problems.addAll(missing.problems());
            program = new Program("", function.runtime().version());
        }
        new HandlerCheck(function).problem(program).ifPresent(problems::add);
        return problems;
    }

    /** Starts a function: completes when its first process is on its way. Fails with a {@link ProblemException}. */
    public Future<WorkerPool> start(FunctionSpec function, Meters meters) {
        return node.vertx()
                .executeBlocking(
                        () -> new Launcher(function, code(function), machine.find(function.runtime()), files), false)
                .compose(launcher -> WorkerPool.deploy(node, function, launcher, meters));
    }

    /** Removes what a function leaves in the data directory. */
    public Future<Void> remove(String name) {
        return node.vertx()
                .executeBlocking(
                        () -> {
                            Code.remove(folder.resolve(name));
                            return null;
                        },
                        false);
    }

    private Code code(FunctionSpec function) {
        try {
            return Code.open(function.code(), folder.resolve(function.name()));
        } catch (IOException failure) {
            throw new ProblemException(
                    Problem.resource(
                            "code-not-unpacked",
                            "codeUri " + function.code().name() + " cannot be unpacked: " + failure.getMessage() + ".",
                            Where.path("codeUri"),
                            "Make room in the node's data directory, or give the node the right to write there."),
                    failure);
        }
    }
}
