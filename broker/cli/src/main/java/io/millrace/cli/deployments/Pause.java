package io.millrace.cli.deployments;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cli.api.Api;
import io.millrace.cli.api.DeploymentId;
import picocli.CommandLine.Command;

/** {@code millrace pause}. */
@Command(
        name = "pause",
        header = "Hold deployments, over restarts of the node, until they are resumed.",
        footer = {"Example:", "  millrace pause quakes-files"})
public final class Pause extends LifeCycleVerb {

    @Override
    JsonNode change(Api api, DeploymentId id) {
        return api.pause(id);
    }

    @Override
    String done() {
        return "paused";
    }
}
