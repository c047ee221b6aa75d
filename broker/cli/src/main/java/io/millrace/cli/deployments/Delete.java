package io.millrace.cli.deployments;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.cli.Connection;
import io.millrace.cli.Output;
import io.millrace.cli.Poll;
import io.millrace.cli.api.Api;
import io.millrace.cli.api.DeploymentId;
import io.millrace.cli.api.Refused;
import io.millrace.cli.definitions.FilesOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace delete}. */
@Command(
        name = "delete",
        customSynopsis = "millrace delete [KIND/]NAME... | -f FILE|DIR|-... [OPTIONS]",
        header = "Delete deployments and wait until they are gone.",
        description = "A topic goes with its records; files and objects that a sink has written stay.",
        footer = {"Examples:", "  millrace delete Connector/quakes-files", "  millrace delete -f pipeline.yaml"})
public final class Delete implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Parameters(
            paramLabel = "[KIND/]NAME",
            arity = "0..*",
            description = "Deployments; the kind may be left out where a name is unique.")
    private List<String> names = List.of();

    @Mixin
    private FilesOption files;

    @Option(
            names = "--no-wait",
            description = "Return at once; the deployment goes when it has stopped and cleaned up.")
    private boolean noWait;

    @Mixin
    private Output output;

    @Mixin
    private Connection connection;

    @Spec
    private CommandSpec verb;

    @Override
    public Integer call() throws InterruptedException {
        Api api = connection.open();
        List<DeploymentId> ids = ids(api);
        List<JsonNode> deleted = new ArrayList<>();
        for (DeploymentId id : ids) {
            deleted.add(api.delete(id));
        }
        for (DeploymentId id : noWait ? List.<DeploymentId>of() : ids) {
            if (!Poll.until(() -> !isThere(api, id), PATIENCE)) {
                throw stillThere(id);
            }
        }
        output.show(
                Shown.answer(deleted, ids.size() == 1),
                out -> ids.forEach(id -> out.println(id + (noWait ? " deleting" : " deleted"))));
        return 0;
    }

    /** What is to go: readers and writers of a topic, which stand after it in a file, before the topic. */
    private List<DeploymentId> ids(Api api) {
        if (names.isEmpty() == files.isEmpty()) {
            throw new ParameterException(verb.commandLine(), "Name deployments, or give their definitions with -f.");
        }
        if (!names.isEmpty()) {
            Names there = new Names(api);
            return names.stream().map(there::one).toList();
        }
        List<DeploymentId> defined = new ArrayList<>(files.defined(api));
        Collections.reverse(defined);
        return defined;
    }

    private static ProblemException stillThere(DeploymentId id) {
        return new ProblemException(Problem.resource(
                "still-deleting",
                id + " is still stopping after " + PATIENCE.toSeconds() + " s.",
                null,
                "It goes when it has stopped; see what it does: millrace describe " + id));
    }

    private static boolean isThere(Api api, DeploymentId id) {
        try {
            return api.deployment(id).path("deleting").asBoolean();
        } catch (Refused refused) {
            if (refused.status() == 404) {
                return false;
            }
            throw refused;
        }
    }
}
