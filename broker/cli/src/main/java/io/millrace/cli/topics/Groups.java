package io.millrace.cli.topics;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cli.Connection;
import io.millrace.cli.Output;
import io.millrace.cli.Table;
import io.millrace.cli.api.Api;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code millrace groups}. */
@Command(
        name = "groups",
        header = "List consumer groups, or show the members and the lag of one.",
        footer = {"Examples:", "  millrace groups", "  millrace groups my-group"})
public final class Groups implements Runnable {

    @Parameters(paramLabel = "GROUP", arity = "0..1", description = "Show this one (default: list all).")
    private String group;

    @Mixin
    private Output output;

    @Mixin
    private Connection connection;

    @Override
    public void run() {
        Api api = connection.open();
        if (group == null) {
            JsonNode answer = api.groups();
            output.show(answer, out -> list(out, answer.path("groups")));
        } else {
            JsonNode answer = api.group(group);
            output.show(answer, out -> one(out, answer));
        }
    }

    private static void list(PrintWriter out, JsonNode groups) {
        Table table = new Table("NAME", "STATE");
        groups.forEach(group ->
                table.row(group.path("name").asText(), group.path("state").asText()));
        table.print(out);
    }

    private static void one(PrintWriter out, JsonNode group) {
        JsonNode lag = group.path("lag");
        out.println("Group " + group.path("name").asText() + ": "
                + group.path("state").asText() + ", "
                + lag.path("records").asLong() + " records behind, the oldest "
                + Lag.number(lag.path("seconds")) + " s old");
        Lag.table(group.path("partitions")).print(out);
        Table members = new Table("MEMBER", "CLIENT", "HOST", "PARTITIONS");
        for (JsonNode member : group.path("members")) {
            members.row(
                    member.path("id").asText(),
                    member.path("clientId").asText(),
                    member.path("host").asText(),
                    partitions(member.path("partitions")));
        }
        if (!group.path("members").isEmpty()) {
            out.println();
            members.print(out);
        }
    }

    private static String partitions(JsonNode assigned) {
        StringBuilder text = new StringBuilder();
        for (JsonNode partition : assigned) {
            text.append(text.isEmpty() ? "" : " ")
                    .append(partition.path("topic").asText())
                    .append('-')
                    .append(partition.path("partition").asInt());
        }
        return text.toString();
    }
}
