package io.millrace.cli.deployments;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cli.Connection;
import io.millrace.cli.Output;
import io.millrace.cli.api.Api;
import io.millrace.cli.api.DeploymentId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace redrive}. */
@Command(
        name = "redrive",
        header = "Send a deployment's dead letters through it once more.",
        description = "Other readers of the topics they came from do not see them again.",
        footer = {"Example:", "  millrace redrive strong-quakes --max 10"})
public final class Redrive implements Runnable {

    @Parameters(
            paramLabel = "[KIND/]NAME",
            description = "The deployment; the kind may be left out where the name is unique.")
    private String name;

    @Option(
            names = "--max",
            paramLabel = "N",
            defaultValue = "-1",
            description = "Most records to send back (default: all there are now).")
    private long max;

    @Mixin
    private Output output;

    @Mixin
    private Connection connection;

    @Override
    public void run() {
        Api api = connection.open();
        DeploymentId id = new Names(api).one(name);
        JsonNode redriven = api.redrive(id, max);
        output.show(
                redriven,
                out -> out.println(Output.count(redriven.path("records").asLong(), "dead letter") + " of "
                        + redriven.path("deadLetterTopic").asText() + " sent back through " + id));
    }
}
