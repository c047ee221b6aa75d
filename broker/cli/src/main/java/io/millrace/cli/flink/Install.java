package io.millrace.cli.flink;

import io.millrace.cli.Table;
import io.millrace.cli.node.NodeProcess;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace install}. */
@Command(
        name = "install",
        header = "Fetch what the distribution does not bring, such as another line of Flink.",
        description =
                "Fetches with Maven, once. Without a line it lists those there are. A node that runs finds it at once.",
        footer = {"Examples:", "  millrace install flink", "  millrace install flink 1.20"})
public final class Install implements Runnable {

    @Parameters(index = "0", paramLabel = "flink", description = "What to fetch.")
    private String what;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "LINE",
            description = "Which line of it, such as 1.20 (default: list them).")
    private String line;

    @Spec
    private CommandSpec verb;

    @Override
    public void run() {
        if (!what.equals("flink")) {
            throw new ParameterException(
                    verb.commandLine(), "There is nothing called '" + what + "' to install, only flink.");
        }
        PrintWriter out = verb.commandLine().getOut();
        List<FlinkLine> lines = FlinkLine.in(NodeProcess.home().resolve("flink"));
        if (line == null) {
            Table table = new Table("LINE", "VERSION", "INSTALLED");
            lines.forEach(each -> table.row(each.line(), each.version(), each.isInstalled() ? "yes" : "no"));
            table.print(out);
        } else {
            FlinkLine wanted = FlinkLine.named(line, lines);
            if (wanted.isInstalled()) {
                out.println("Flink " + wanted.version() + " is installed.");
            } else {
                new FlinkInstallation(wanted, "mvn", verb.commandLine().getErr()).run();
                out.println("Flink " + wanted.version() + " is installed in " + wanted.folder() + ".");
            }
        }
        out.flush();
    }
}
