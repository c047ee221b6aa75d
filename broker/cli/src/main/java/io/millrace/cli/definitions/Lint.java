package io.millrace.cli.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.cli.Connection;
import io.millrace.cli.Output;
import io.millrace.cli.api.Refused;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace lint}. */
@Command(
        name = "lint",
        customSynopsis = "millrace lint -f FILE|DIR|-... [OPTIONS]",
        header = "Check definitions and change nothing.",
        description =
                "Tells everything that is wrong at once: what, where and how to mend it. Asks the node, which knows its topics "
                        + "and plugins.",
        footer = {
            "Examples:",
            "  millrace lint -f pipeline.yaml",
            "  millrace lint -f template.yaml --parameter-overrides Stage=test"
        })
public final class Lint implements Runnable {

    @Mixin
    private FilesOption files;

    @Parameters(paramLabel = "FILE|DIR|-", arity = "0..*", description = "The same as -f.")
    private List<String> more = List.of();

    @Mixin
    private Connection connection;

    @Spec
    private CommandSpec verb;

    @Override
    public void run() {
        Submitter submitter = files.submitter(connection.open());
        List<Problem> problems = new ArrayList<>();
        for (Submission submission : files.read(more)) {
            try {
                JsonNode checked = submitter.check(submission);
                int definitions = checked.path("changes").size();
                checked.path("warnings").forEach(warning -> files.warn(warning.asText()));
                verb.commandLine()
                        .getOut()
                        .println(
                                submission.file() + ": " + Output.count(definitions, "definition") + ", nothing wrong");
            } catch (Refused refused) {
                problems.addAll(refused.problems());
            }
        }
        verb.commandLine().getOut().flush();
        if (!problems.isEmpty()) {
            throw new ProblemException(problems);
        }
    }
}
