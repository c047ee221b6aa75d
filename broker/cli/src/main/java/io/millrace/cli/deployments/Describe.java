package io.millrace.cli.deployments;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cli.Connection;
import io.millrace.cli.Output;
import io.millrace.cli.api.Api;
import io.millrace.cli.api.DeploymentId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code millrace describe}. */
@Command(
        name = "describe",
        header = "Show everything about one deployment: settings, state, problems, lag, kept generations.",
        footer = {"Example:", "  millrace describe Connector/quakes-files"})
public final class Describe implements Runnable {

    @Parameters(
            paramLabel = "[KIND/]NAME",
            description = "The deployment; the kind may be left out where the name is unique.")
    private String name;

    @Mixin
    private Output output;

    @Mixin
    private Connection connection;

    @Override
    public void run() {
        Api api = connection.open();
        DeploymentId id = new Names(api).one(name);
        JsonNode deployment = api.deployment(id);
        JsonNode generations = api.generations(id);
        output.show(deployment, out -> Shown.everything(out, deployment, generations, connection.uri()));
    }
}
