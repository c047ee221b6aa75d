package io.millrace.cli.topics;

import io.millrace.cli.Connection;
import io.millrace.cli.StreamedLines;
import java.util.LinkedHashMap;
import java.util.Map;
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
public final class Consume implements Runnable {

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
    public void run() {
        StreamedLines.print(
                connection.open().consume(topic, parameters()),
                verb.commandLine().getOut(),
                records ? line -> line : RecordLine::value);
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
