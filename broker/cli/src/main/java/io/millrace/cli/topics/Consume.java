package io.millrace.cli.topics;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.cli.Connection;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace consume}. */
@Command(
        name = "consume",
        header = "Read records of a topic, one a line.",
        description =
                "Reads without a consumer group, committed records only; order holds within a partition. Ends at the last record "
                        + "there was at the start, unless it follows.",
        footer = {
            "Examples:",
            "  millrace consume quakes --max 5",
            "  millrace consume quakes --from latest --follow",
            "  millrace consume quakes --from 2026-01-31T12:00:00Z --records"
        })
public final class Consume implements Callable<Integer> {

    /** Of a stream that is never dry. */
    private static final int LINES_A_FLUSH = 256;

    @Parameters(paramLabel = "TOPIC", description = "Where from.")
    private String topic;

    @Option(
            names = "--from",
            paramLabel = "WHERE",
            defaultValue = "earliest",
            description =
                    "earliest, latest, a time of records (2026-01-31T12:00:00Z), or an offset (default: earliest).")
    private String from;

    @Option(names = "--partition", paramLabel = "N", description = "Only this one (default: all).")
    private Integer partition;

    @Option(names = "--max", paramLabel = "N", description = "Most records to read.")
    private Long max;

    @Option(names = "--follow", description = "Go on with new records until interrupted.")
    private boolean follow;

    @Option(
            names = "--records",
            description = "Print whole records (partition, offset, timestamp, key, value, headers), not only values.")
    private boolean records;

    @Mixin
    private Connection connection;

    @Spec
    private CommandSpec verb;

    @Override
    public Integer call() throws IOException {
        InputStream answer = connection.open().consume(topic, parameters());
        Interruption interruption = new Interruption(answer);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer, StandardCharsets.UTF_8))) {
            print(lines);
        } catch (IOException broken) {
            if (!interruption.came()) {
                throw new ProblemException(
                        Problem.resource(
                                "stream-broken",
                                "the node ended the stream before its end.",
                                null,
                                "Look at the node's log."),
                        broken);
            }
        } finally {
            interruption.done();
        }
        return 0;
    }

    /** Until the records end, or nobody reads what is printed. */
    private void print(BufferedReader lines) throws IOException {
        PrintWriter out = verb.commandLine().getOut();
        long printed = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            out.println(records ? line : RecordLine.value(line));
            boolean flush = ++printed % LINES_A_FLUSH == 0 || !lines.ready();
            if (flush && out.checkError()) {
                return;
            }
        }
        out.flush();
    }

    private Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("from", from);
        parameters.put("follow", String.valueOf(follow));
        if (partition != null) {
            parameters.put("partition", partition.toString());
        }
        if (max != null) {
            parameters.put("max", max.toString());
        }
        return parameters;
    }
}
