package io.millrace.cli.functions;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.api.problem.Problem;
import io.millrace.cli.Connection;
import io.millrace.cli.Errors;
import io.millrace.cli.Output;
import io.millrace.cli.api.DeploymentId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace invoke}. */
@Command(
        name = "invoke",
        header = "Invoke a function with an event, and print what it returns.",
        description =
                "Its process is one of those that take the records of topics. An error of the function is exit code 1.",
        footer = {
            "Examples:",
            "  millrace invoke strong-quakes --event event.json --logs",
            "  millrace generate-event --topic quakes | millrace invoke strong-quakes --event -"
        })
public final class Invoke implements Callable<Integer> {

    private static final String KIND = "Function";

    @Parameters(paramLabel = "NAME", description = "The function.")
    private String name;

    @Option(
            names = {"-e", "--event"},
            paramLabel = "FILE|-",
            description = "The event, a JSON object; - for standard input (default: {}).")
    private String event;

    @Option(names = "--logs", description = "Print what the function said meanwhile, on standard error.")
    private boolean logs;

    @Mixin
    private Output output;

    @Mixin
    private Connection connection;

    @Spec
    private CommandSpec verb;

    @Override
    public Integer call() throws IOException {
        DeploymentId function =
                new DeploymentId(KIND, name.startsWith(KIND + "/") ? name.substring(KIND.length() + 1) : name);
        JsonNode answer = connection
                .open()
                .operate(function, "invoke", Map.of("logs", String.valueOf(logs)), "application/json", event());
        answer.path("logs").forEach(line -> verb.commandLine().getErr().println(line.asText()));
        output.show(answer, out -> out.println(answer.path("payload")));
        if (!answer.has("functionError")) {
            return ExitCode.OK;
        }
        JsonNode error = answer.path("payload");
        Errors.report(
                verb.commandLine(),
                List.of(Problem.user(
                        "function-error",
                        "the function failed: " + error.path("errorType").asText() + ": "
                                + error.path("errorMessage").asText(),
                        null,
                        "See what it said: millrace logs " + function)));
        return ExitCode.SOFTWARE;
    }

    private byte[] event() throws IOException {
        if (event == null) {
            return "{}".getBytes(StandardCharsets.UTF_8);
        }
        return event.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(event));
    }
}
