package io.millrace.cli.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.cli.Connection;
import io.millrace.cli.Output;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace apply}. */
@Command(
        name = "apply",
        customSynopsis = "millrace apply -f FILE|DIR|-... [OPTIONS]",
        header = "Store definitions; the node makes them so.",
        description =
                "Files of one folder are stored together or not at all. A file that a definition names is uploaded with it; "
                        + "its path is relative to the folder of the definition.",
        footer = {
            "Examples:",
            "  millrace apply -f pipeline.yaml",
            "  millrace apply -f pipeline/ -f sink.properties",
            "  millrace apply -f template.yaml --parameter-overrides Stage=test",
            "  generate-pipeline | millrace apply -f -"
        })
public final class Apply implements Runnable {

    @Mixin
    private FilesOption files;

    @Parameters(paramLabel = "FILE|DIR|-", arity = "0..*", description = "The same as -f.")
    private List<String> more = List.of();

    @Option(names = "--dry-run", description = "Check everything and say what would be done.")
    private boolean dryRun;

    @Option(
            names = "--if-generation",
            paramLabel = "N",
            description = "Refuse unless the stored generation is N; for a single definition.")
    private Long ifGeneration;

    @Mixin
    private Output output;

    @Mixin
    private Connection connection;

    @Override
    public void run() {
        List<Submission> submissions = files.read(more);
        if (ifGeneration != null && submissions.size() > 1) {
            throw new ProblemException(Problem.user(
                    "usage", "--if-generation is for a single definition.", null, "Apply the definitions one by one."));
        }
        Submitter submitter = files.submitter(connection.open());
        ObjectNode done = JsonNodeFactory.instance.objectNode();
        try {
            for (Submission submission : submissions) {
                add(done, dryRun ? submitter.check(submission) : submitter.apply(submission, ifGeneration));
            }
        } finally {
            done.path("warnings").forEach(warning -> files.warn(warning.asText()));
            output.show(done, out -> done.path("changes").forEach(change -> out.println(line(change))));
        }
    }

    private static void add(ObjectNode done, JsonNode answer) {
        done.withArray("changes").addAll((ArrayNode) answer.withArray("changes"));
        done.withArray("warnings").addAll((ArrayNode) answer.withArray("warnings"));
    }

    private String line(JsonNode change) {
        return change.path("kind").asText() + "/" + change.path("name").asText() + " "
                + change.path("action").asText()
                + (dryRun
                        ? " (dry run)"
                        : " (generation " + change.path("generation").asLong() + ")");
    }
}
