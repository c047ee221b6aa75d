package io.millrace.cli.deployments;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cli.api.Api;
import io.millrace.cli.api.DeploymentId;
import picocli.CommandLine.Command;

/** {@code millrace restart}. */
@Command(
        name = "restart",
        header = "Stop and start deployments; clears a failure.",
        footer = {"Example:", "  millrace restart Connector/quakes-files"})
public final class Restart extends LifeCycleVerb {

    @Override
    JsonNode change(Api api, DeploymentId id) {
        return api.restart(id);
    }

    @Override
    String done() {
        return "restarted";
    }
}
