package io.millrace.cli.deployments;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.cli.Connection;
import io.millrace.cli.Output;
import io.millrace.cli.api.Api;
import io.millrace.cli.api.DeploymentId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace rollback}. */
@Command(
        name = "rollback",
        header = "Apply a kept generation of a deployment again, as a new one.",
        footer = {"Examples:", "  millrace rollback quakes-files", "  millrace rollback Connector/quakes-files --to 3"})
public final class Rollback implements Runnable {

    @Parameters(
            paramLabel = "[KIND/]NAME",
            description = "The deployment; the kind may be left out where the name is unique.")
    private String name;

    @Option(
            names = "--to",
            paramLabel = "GENERATION",
            description = "Which (default: the one before the present one; 'millrace describe' lists those kept).")
    private Long generation;

    @Mixin
    private Output output;

    @Mixin
    private Connection connection;

    @Override
    public void run() {
        Api api = connection.open();
        DeploymentId id = new Names(api).one(name);
        long target = generation != null ? generation : previous(api, id);
        JsonNode deployment = api.rollback(id, target);
        output.show(
                deployment,
                out -> out.println(id + " rolled back to generation " + target + ", now generation "
                        + deployment.path("generation").asLong()));
    }

    private static long previous(Api api, DeploymentId id) {
        JsonNode kept = api.generations(id);
        if (kept.size() < 2) {
            throw new ProblemException(Problem.user(
                    "no-generation",
                    id + " has no generation before the present one.",
                    null,
                    "Apply the definition you want."));
        }
        return kept.get(1).path("generation").asLong();
    }
}
