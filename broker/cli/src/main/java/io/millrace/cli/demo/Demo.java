package io.millrace.cli.demo;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.cli.Errors;
import io.millrace.cli.api.DeploymentId;
import io.millrace.cli.demo.QuakePipeline.Outlet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace demo}. */
@Command(
        name = "demo",
        header = "Run real events through a node of its own and check what comes out.",
        description =
                "Starts a node on free ports with a throw-away data directory, applies samples to it, and compares what was written "
                        + "with what is expected. Exits with 0 only if all agrees.",
        footer = {"Examples:", "  millrace demo", "  millrace demo files --keep --data-dir /tmp/quakes"})
public final class Demo implements Callable<Integer> {

    /** What is shown when nothing is named: the pipeline of the first page. */
    private static final Part WHOLE = new QuakePipeline(
            "whole",
            "00-whole",
            List.of("replay", "functions", "flink", "s3"),
            "quakes",
            "quakes-replay",
            List.of(
                    new Outlet(
                            new DeploymentId("Function", "strong-quakes"),
                            (node, expected) -> new Alerts(node.api(), expected)),
                    new Outlet(
                            new DeploymentId("Connector", "quakes-parquet"),
                            (node, expected) ->
                                    QuakeTables.ofSink(node.bucket("quakes").resolve("topics"), expected)),
                    new Outlet(
                            new DeploymentId("FlinkJob", "quakes-per-hour"),
                            (node, expected) -> new HourlyCounts(node.api(), expected))));

    private static final List<Part> PARTS = List.of(
            new QuakePipeline(
                    "files",
                    "01-quakes-to-files",
                    List.of("replay", "file"),
                    "quakes",
                    "quakes-replay",
                    List.of(new Outlet(
                            new DeploymentId("Connector", "quakes-files"),
                            (node, expected) ->
                                    new QuakeLines(node.files("quakes").resolve("topics"), expected)))),
            new QuakePipeline(
                    "parquet",
                    "03-quakes-to-parquet",
                    List.of("replay", "file", "s3"),
                    "earthquakes",
                    "earthquakes-replay",
                    List.of(
                            new Outlet(
                                    new DeploymentId("Connector", "earthquakes-parquet"),
                                    (node, expected) -> QuakeTables.ofSink(
                                            node.files("parquet").resolve("topics"), expected)),
                            new Outlet(
                                    new DeploymentId("Connector", "earthquakes-s3"),
                                    (node, expected) -> QuakeTables.ofSink(
                                            node.bucket("earthquakes").resolve("topics"), expected)))),
            new FunctionsInLanguages("functions", "04-functions", List.of("replay", "functions")),
            new QuakePipeline(
                    "flink",
                    "05-flink",
                    List.of("replay", "flink", "s3"),
                    "quakes",
                    "quakes-replay",
                    List.of(
                            new Outlet(
                                    new DeploymentId("FlinkJob", "quakes-per-hour"),
                                    (node, expected) -> new HourlyCounts(node.api(), expected)),
                            new Outlet(
                                    new DeploymentId("FlinkJob", "quakes-to-parquet"),
                                    (node, expected) ->
                                            QuakeTables.ofScript(node.bucket("quakes-by-day"), expected)))));

    @Parameters(
            paramLabel = "PART",
            arity = "0..*",
            description = "What to show: files, parquet, functions, flink (default: all of it in one pipeline).")
    private List<String> names = List.of();

    @Option(names = "--keep", description = "Leave the node running and the files on disk, and say what to try.")
    private boolean keep;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "The node's data directory, which is not removed (default: a throw-away one).")
    private Path dataDir;

    @Option(names = "--strict", description = "Fail when a part has to be skipped.")
    private boolean strict;

    @Spec
    private CommandSpec verb;

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Part> parts = parts();
        Narration narration = new Narration(verb.commandLine().getOut());
        boolean throwAway = dataDir == null && !keep;
        Path folder = dataDir != null ? dataDir : Files.createTempDirectory("millrace-demo-");
        narration.say("Starting a node in " + folder + ".");
        try (DemoNode node = new DemoNode(folder, throwAway)) {
            node.awaitReady();
            narration.say("Ready after " + narration.seconds(Instant.now()) + ": " + node.http() + ", Kafka at "
                    + node.bootstrapServers() + ".");
            List<Problem> problems = new ArrayList<>();
            for (Part part : parts) {
                problems.addAll(run(part, node, narration));
            }
            if (keep) {
                node.keep();
                Suggestions.print(node, narration);
            } else {
                narration.say("Ending the node"
                        + (throwAway ? " and removing its data." : "; its data stays in " + folder + "."));
            }
            Errors.report(verb.commandLine(), problems);
            return problems.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    private List<Part> parts() {
        for (String name : names) {
            if (PARTS.stream().noneMatch(part -> part.name().equals(name))) {
                throw new ParameterException(
                        verb.commandLine(),
                        "There is no part '" + name + "', only: "
                                + PARTS.stream().map(Part::name).collect(Collectors.joining(", ")) + ".");
            }
        }
        return names.isEmpty()
                ? List.of(WHOLE)
                : PARTS.stream().filter(part -> names.contains(part.name())).toList();
    }

    private List<Problem> run(Part part, DemoNode node, Narration narration) throws IOException, InterruptedException {
        Optional<Path> sample = Samples.find(part.sample());
        List<String> missing = new ArrayList<>(part.plugins());
        missing.removeAll(node.plugins());
        if (sample.isEmpty() || !missing.isEmpty()) {
            String skipped = "part " + part.name() + " was skipped: "
                    + (sample.isEmpty()
                            ? "there is no folder samples/" + part.sample()
                            : "the node has no plugin " + missing.get(0))
                    + ".";
            narration.say(skipped);
            return strict ? List.of(Problem.resource("demo-skipped", skipped, null, "")) : List.of();
        }
        try {
            List<Problem> problems = part.show(node, sample.get(), narration);
            narration.say(problems.isEmpty() ? "All agrees." : "Part " + part.name() + " went wrong.");
            return problems;
        } catch (ProblemException failed) {
            return failed.problems();
        }
    }
}
