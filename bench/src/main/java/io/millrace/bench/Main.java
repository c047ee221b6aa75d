package io.millrace.bench;

import io.millrace.api.problem.ProblemException;
import io.millrace.bench.encoding.EncodeBenchmark;
import io.millrace.bench.flink.FlinkBenchmark;
import io.millrace.bench.functions.FunctionsBenchmark;
import io.millrace.bench.reading.FeedBenchmark;
import io.millrace.bench.reading.LatencyBenchmark;
import io.millrace.bench.results.Machine;
import io.millrace.bench.results.ResultsFile;
import io.millrace.bench.results.Section;
import io.millrace.bench.sinking.SinkBenchmark;
import io.millrace.bench.start.StartBenchmark;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Entry of {@code ./millrace bench}. Exits 0 when every line holds, 1 when one does not or a run failed, 2 for a wrong usage. */
@Command(
        name = "millrace bench",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = "Runs ours and a peer in turns and writes the outcome into bench/RESULTS.md.")
public final class Main implements Callable<Integer> {

    /** The benchmarks there are, as they are written on the command line. */
    enum Name {
        feed,
        latency,
        start,
        encode,
        sink,
        functions,
        flink
    }

    @Parameters(paramLabel = "NAME", description = "One of: ${COMPLETION-CANDIDATES}.")
    private Name name;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Runs of each side (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--records",
            paramLabel = "N",
            defaultValue = "5000000",
            description =
                    "Records that feed measures, of each size, and that encode, sink and flink do; functions a fifth (${DEFAULT-VALUE}).")
    private long records;

    @Option(names = "--quick", description = "One short round, to see that it works: writes no results.")
    private boolean quick;

    public static void main(String... arguments) {
        int status = new CommandLine(new Main())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (failure instanceof ProblemException) {
                        command.getErr().println("error: " + failure.getMessage());
                    } else {
                        failure.printStackTrace(command.getErr());
                    }
                    return 1;
                })
                .execute(arguments);
        System.exit(status);
    }

    @Override
    public Integer call() throws IOException {
        Path root = Path.of(System.getProperty("millrace.root", "")).toAbsolutePath();
        Path work = root.resolve("bench/target/run-" + ProcessHandle.current().pid());
        Files.createDirectories(work);
        Bench bench = new Bench(
                root, work, quick, quick ? 1 : rounds, quick ? Math.min(records, 200_000) : records, System.out);
        Section section = benchmark().run(bench);
        String markdown = section.toMarkdown(LocalDate.now(ZoneId.systemDefault()), Machine.here(), command());
        System.out.println(markdown);
        if (!quick) {
            ResultsFile.put(root.resolve("bench/RESULTS.md"), markdown);
        }
        delete(work);
        return section.holds() ? 0 : 1;
    }

    private Benchmark benchmark() {
        return switch (name) {
            case feed -> new FeedBenchmark();
            case latency -> new LatencyBenchmark();
            case start -> new StartBenchmark();
            case encode -> new EncodeBenchmark();
            case sink -> new SinkBenchmark();
            case functions -> new FunctionsBenchmark();
            case flink -> new FlinkBenchmark();
        };
    }

    private String command() {
        String command = "./millrace bench " + name;
        command += rounds == 5 ? "" : " --rounds " + rounds;
        return command + (records == 5_000_000 ? "" : " --records " + records);
    }

    /** Only after a good end: the logs are in it. */
    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }
}
