package io.millrace.cli.topics;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.cli.Connection;
import io.millrace.cli.Errors;
import io.millrace.cli.Output;
import io.millrace.cli.api.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace produce}. */
@Command(
        name = "produce",
        header = "Write records to a topic, one a line of a file or of standard input.",
        footer = {
            "Examples:",
            "  echo '{\"id\": 1}' | millrace produce quakes",
            "  echo 'user-1:{\"id\": 1}' | millrace produce quakes -K :",
            "  millrace consume quakes --records | millrace produce copy --records"
        })
public final class Produce implements Callable<Integer> {

    @Parameters(paramLabel = "TOPIC", description = "Where to.")
    private String topic;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE|-",
            defaultValue = "-",
            description = "Lines to write (default: standard input).")
    private String file;

    @Option(
            names = {"-K", "--key-separator"},
            paramLabel = "TEXT",
            description = "What stands between key and value in a line (default: a line is a value).")
    private String keySeparator;

    @Option(
            names = "--records",
            description =
                    "Lines are JSON objects with key, value, headers, partition and timestamp, as 'consume --records' prints them.")
    private boolean records;

    @Spec
    private CommandSpec verb;

    @Mixin
    private Output output;

    @Mixin
    private Connection connection;

    @Override
    public Integer call() throws IOException {
        try (InputStream text = input()) {
            JsonNode produced = connection.open().produce(topic, records ? text : new LineRecords(text, keySeparator));
            output.show(
                    produced,
                    out -> out.println(
                            Output.count(produced.path("records").asLong(), "record") + " written to " + topic));
            return 0;
        } catch (Refused refused) {
            Errors.report(
                    verb.commandLine(),
                    refused.problems().stream().map(this::located).toList());
            if (refused.records() > 0) {
                verb.commandLine()
                        .getErr()
                        .println(Output.count(refused.records(), "record") + " before it written to " + topic + ".");
            }
            return Errors.exitCode(refused);
        }
    }

    /** The node knows the line, not what it was read from. */
    private Problem located(Problem problem) {
        Where where = problem.where();
        String from = file.equals("-") ? "standard input" : file;
        return where.line() == 0 ? problem : problem.at(new Where(from, where.line(), where.column(), where.path()));
    }

    private InputStream input() throws IOException {
        if (file.equals("-")) {
            return System.in;
        }
        if (!Files.isReadable(Path.of(file))) {
            throw new ProblemException(
                    Problem.user("file-unreadable", file + " cannot be read.", null, "Name a readable file in -f."));
        }
        return Files.newInputStream(Path.of(file));
    }
}
