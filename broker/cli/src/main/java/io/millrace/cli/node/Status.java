package io.millrace.cli.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.cli.Connection;
import io.millrace.cli.Output;
import io.millrace.cli.Table;
import io.millrace.cli.api.Api;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code millrace status}. */
@Command(
        name = "status",
        header = "Show the node, where it listens, and how its deployments are.",
        description = "The BOOTSTRAP column is what a Kafka client writes as bootstrap.servers.")
public final class Status implements Runnable {

    @Mixin
    private Output output;

    @Mixin
    private Connection connection;

    @Override
    public void run() {
        Api api = connection.open();
        JsonNode node = api.node();
        Map<String, Integer> states = states(api.deployments());
        ObjectNode answer = node.deepCopy();
        states.forEach(answer.putObject("deployments")::put);
        output.show(answer, out -> print(out, node, states));
    }

    private static void print(PrintWriter out, JsonNode node, Map<String, Integer> states) {
        out.println("Node " + node.path("id").asInt() + " of cluster "
                + node.path("cluster").asText() + ", Millrace "
                + node.path("version").asText() + ", up "
                + duration(node.path("uptimeMs").asLong()));
        out.println("Broker " + node.path("mode").asText() + ", Kafka cluster "
                + node.path("clusterId").asText());
        out.println("Deployments " + (states.isEmpty() ? "none" : summary(states)));
        out.println();
        Table table = new Table("LISTENER", "ADDRESS", "ADVERTISED", "BOOTSTRAP");
        for (JsonNode listener : node.path("listeners")) {
            table.row(
                    listener.path("name").asText(),
                    listener.path("address").asText(),
                    known(listener.path("advertised").asText()),
                    known(listener.path("bootstrap").asText()));
        }
        table.print(out);
        for (JsonNode store : node.path("stores")) {
            out.println("\nObjects of " + store.path("scheme").asText() + ":// "
                    + store.path("mode").asText() + " "
                    + known(store.path("endpoint").asText()) + ", "
                    + store.path("state").asText());
        }
        printChildren(out, node.path("children"));
        node.path("warnings").forEach(warning -> out.println("\nwarning: " + warning.asText()));
    }

    private static void printChildren(PrintWriter out, JsonNode children) {
        if (children.isEmpty()) {
            return;
        }
        out.println();
        Table table = new Table("PROCESS", "STATE", "RESTARTS", "LOG");
        for (JsonNode child : children) {
            table.row(
                    child.path("name").asText(),
                    child.path("state").asText(),
                    child.path("restarts").asText(),
                    child.path("log").asText());
        }
        table.print(out);
        children.forEach(child -> child.path("problems")
                .forEach(problem -> out.println("\n" + problem.path("what").asText() + " "
                        + problem.path("mend").asText())));
    }

    private static String known(String text) {
        return text.isEmpty() ? "-" : text;
    }

    private static Map<String, Integer> states(JsonNode deployments) {
        Map<String, Integer> states = new TreeMap<>();
        deployments
                .path("deployments")
                .forEach(one -> states.merge(one.path("state").asText(), 1, Integer::sum));
        return states;
    }

    private static String summary(Map<String, Integer> states) {
        return states.entrySet().stream()
                .map(state -> state.getValue() + " " + state.getKey())
                .collect(Collectors.joining(", "));
    }

    private static String duration(long ms) {
        Duration up = Duration.ofMillis(ms);
        return up.toDays() > 0
                ? up.toDays() + " d " + up.toHoursPart() + " h"
                : up.toHours() > 0
                        ? up.toHours() + " h " + up.toMinutesPart() + " min"
                        : up.toMinutes() > 0
                                ? up.toMinutes() + " min " + up.toSecondsPart() + " s"
                                : up.toSeconds() + " s";
    }
}
