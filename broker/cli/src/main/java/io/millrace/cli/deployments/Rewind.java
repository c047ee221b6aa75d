package io.millrace.cli.deployments;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cli.Connection;
import io.millrace.cli.Output;
import io.millrace.cli.Table;
import io.millrace.cli.api.Api;
import io.millrace.cli.api.DeploymentId;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace rewind}. */
@Command(
        name = "rewind",
        customSynopsis = "millrace rewind [KIND/]NAME --to WHERE [OPTIONS]",
        header = "Set where a deployment reads on from.",
        description = "Pauses it, waits for the records in work, sets the offsets of its group, resumes.",
        footer = {
            "Examples:",
            "  millrace rewind quakes-files --to earliest --dry-run",
            "  millrace rewind strong-quakes --to 2026-01-31T12:00:00Z"
        })
public final class Rewind implements Runnable {

    @Parameters(
            paramLabel = "[KIND/]NAME",
            description = "The deployment; the kind may be left out where the name is unique.")
    private String name;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "WHERE",
            description =
                    "earliest, latest, a time of records (2026-01-31T12:00:00Z), or an offset for all partitions.")
    private String to;

    @Option(names = "--dry-run", description = "Only say what would happen.")
    private boolean dryRun;

    @Option(
            names = "--duplicates",
            description = "Go on although a sink that writes exactly once will write records a second time.")
    private boolean duplicates;

    @Mixin
    private Output output;

    @Mixin
    private Connection connection;

    @Override
    public void run() {
        Api api = connection.open();
        DeploymentId id = new Names(api).one(name);
        JsonNode rewound = api.rewind(id, to, dryRun, duplicates);
        output.show(rewound, out -> print(out, id, rewound));
    }

    private void print(PrintWriter out, DeploymentId id, JsonNode rewound) {
        Table table = new Table("TOPIC", "PARTITION", "FROM", "TO");
        for (JsonNode to : rewound.path("to")) {
            table.row(
                    to.path("topic").asText(),
                    to.path("partition").asInt(),
                    from(rewound, to),
                    to.path("offset").asLong());
        }
        table.print(out);
        String effect = rewound.path("effect").asText();
        if (!effect.isEmpty()) {
            out.println(effect);
        }
        out.println(id + (dryRun ? " would be rewound (dry run)" : " rewound"));
    }

    private static String from(JsonNode rewound, JsonNode to) {
        for (JsonNode from : rewound.path("from")) {
            if (from.path("topic").equals(to.path("topic"))
                    && from.path("partition").equals(to.path("partition"))) {
                return from.path("offset").asText();
            }
        }
        return "-";
    }
}
