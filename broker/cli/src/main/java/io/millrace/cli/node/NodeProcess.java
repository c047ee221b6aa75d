package io.millrace.cli.node;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a node of this distribution is started as a process of its own: by the distribution's launcher, which knows its JVM. */
public final class NodeProcess {

    private NodeProcess() {}

    /** @param arguments of the node, such as {@code --set node.http.port=0} */
    public static ProcessBuilder of(List<String> arguments) {
        return of(List.of(), arguments);
    }

    /** One that goes on when the terminal it was started from is closed. */
    public static ProcessBuilder detached(List<String> arguments) {
        return of(List.of("/bin/sh", "-c", "trap '' HUP; exec \"$@\"", "millrace"), arguments);
    }

    private static ProcessBuilder of(List<String> prefix, List<String> arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(home().resolve("bin").resolve("millrace").toString());
        command.add("start");
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }

    /** The folder of the distribution. */
    public static Path home() {
        String home = System.getProperty("millrace.home", "");
        if (home.isEmpty() || !Files.isExecutable(Path.of(home, "bin", "millrace"))) {
            throw new ProblemException(Problem.user(
                    "no-distribution",
                    "this command line does not stand in a distribution, so it has no node to start.",
                    null,
                    "Run bin/millrace of a distribution, or ./millrace of a clone."));
        }
        return Path.of(home);
    }
}
