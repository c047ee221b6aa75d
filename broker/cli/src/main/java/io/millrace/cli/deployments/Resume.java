package io.millrace.cli.deployments;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cli.api.Api;
import io.millrace.cli.api.DeploymentId;
import picocli.CommandLine.Command;

/** {@code millrace resume}. */
@Command(
        name = "resume",
        header = "End a pause.",
        footer = {"Example:", "  millrace resume quakes-files"})
public final class Resume extends LifeCycleVerb {

    @Override
    JsonNode change(Api api, DeploymentId id) {
        return api.resume(id);
    }

    @Override
    String done() {
        return "resumed";
    }
}
