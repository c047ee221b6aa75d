package io.millrace.cli.deployments;

import io.millrace.cli.Connection;
import io.millrace.cli.StreamedLines;
import io.millrace.cli.api.Api;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace logs}. */
@Command(
        name = "logs",
        header = "Print the last lines of the node's log that are about a deployment.",
        description = "The node keeps 200 of them while it runs.",
        footer = {"Example:", "  millrace logs quakes-files --follow"})
public final class Logs implements Runnable {

    @Parameters(
            paramLabel = "[KIND/]NAME",
            description = "The deployment; the kind may be left out where the name is unique.")
    private String name;

    @Option(names = "--follow", description = "Go on with new lines until interrupted.")
    private boolean follow;

    @Mixin
    private Connection connection;

    @Spec
    private CommandSpec verb;

    @Override
    public void run() {
        Api api = connection.open();
        StreamedLines.print(
                api.logs(new Names(api).one(name), follow), verb.commandLine().getOut(), line -> line);
    }
}
