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

/** {@code millrace topics}. */
@Command(
        name = "topics",
        header = "List the broker's topics, or show the partitions of one.",
        description = "Topics are made, changed and deleted as deployments of kind Topic (or by any Kafka client).",
        footer = {"Examples:", "  millrace topics", "  millrace topics quakes"})
public final class Topics implements Runnable {

    @Parameters(paramLabel = "TOPIC", arity = "0..1", description = "Show this one (default: list all).")
    private String topic;

    @Mixin
    private Output output;

    @Mixin
    private Connection connection;

    @Override
    public void run() {
        Api api = connection.open();
        if (topic == null) {
            JsonNode answer = api.topics();
            output.show(answer, out -> list(out, answer.path("topics")));
        } else {
            JsonNode answer = api.topic(topic);
            output.show(answer, out -> one(out, answer));
        }
    }

    private static void list(PrintWriter out, JsonNode topics) {
        Table table = new Table("NAME", "PARTITIONS", "REPLICAS", "OFFSETS", "BYTES");
        for (JsonNode topic : topics) {
            table.row(
                    topic.path("name").asText(),
                    topic.path("partitions").asInt(),
                    topic.path("replicationFactor").asInt(),
                    topic.path("records").asLong(),
                    known(topic.path("bytes")));
        }
        table.print(out);
    }

    private static void one(PrintWriter out, JsonNode topic) {
        out.println("Topic " + topic.path("name").asText() + ", id "
                + topic.path("id").asText());
        topic.path("config")
                .properties()
                .forEach(setting -> out.println(
                        "  " + setting.getKey() + "=" + setting.getValue().asText()));
        Table table = new Table("PARTITION", "START", "END", "BYTES", "LEADER", "REPLICAS", "IN SYNC");
        for (JsonNode partition : topic.path("partitions")) {
            table.row(
                    partition.path("partition").asInt(),
                    partition.path("start").asLong(),
                    partition.path("end").asLong(),
                    known(partition.path("bytes")),
                    known(partition.path("leader")),
                    brokers(partition.path("replicas")),
                    brokers(partition.path("inSync")));
        }
        table.print(out);
    }

    private static String known(JsonNode value) {
        return value.isNumber() ? value.asText() : "-";
    }

    private static String brokers(JsonNode ids) {
        StringBuilder text = new StringBuilder();
        ids.forEach(id -> text.append(text.isEmpty() ? "" : ",").append(id.asInt()));
        return text.toString();
    }
}
