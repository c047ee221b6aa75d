package io.millrace.cli.deployments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.cli.Output;
import io.millrace.cli.Table;
import io.millrace.cli.api.Api;
import io.millrace.cli.topics.Lag;
import java.io.PrintWriter;
import java.net.URI;
import java.util.Collection;

/** Deployments as people read them: a line each, or everything about one. */
final class Shown {

    /** Of a deployment's details: the path of its web UI at the node. */
    private static final String PAGE = "ui";

    private Shown() {}

    /** One as it is, several as a list. */
    static JsonNode answer(Collection<JsonNode> deployments, boolean single) {
        return single
                ? deployments.iterator().next()
                : JsonNodeFactory.instance
                        .objectNode()
                        .set("deployments", JsonNodeFactory.instance.arrayNode().addAll(deployments));
    }

    /** A line each, then what holds them up. */
    static void list(PrintWriter out, Collection<JsonNode> deployments) {
        if (deployments.isEmpty()) {
            out.println("There are none. Apply some: millrace apply -f FILE");
            return;
        }
        Table table = new Table("NAME", "STATE", "GENERATION", "LAG", "RECORDS/S", "APPLIED");
        for (JsonNode deployment : deployments) {
            table.row(
                    Names.id(deployment),
                    deployment.path("state").asText(),
                    deployment.path("generation").asLong(),
                    lag(deployment),
                    rate(deployment),
                    seconds(deployment.path("appliedAt")));
        }
        table.print(out);
        for (JsonNode deployment : deployments) {
            Api.problems(deployment).forEach(problem -> out.println("\n" + Names.id(deployment) + ": " + problem));
        }
    }

    /**
     * @param generations kept definitions, newest first
     * @param node what answers; pages of its own are shown as links
     */
    static void everything(PrintWriter out, JsonNode deployment, JsonNode generations, URI node) {
        field(out, "Kind", deployment.path("kind").asText());
        field(out, "Name", deployment.path("name").asText());
        field(out, "State", deployment.path("state").asText());
        Api.problems(deployment).forEach(problem -> field(out, "Problem", problem.toString()));
        field(out, "Description", deployment.path("description").asText(""));
        deployment
                .path("labels")
                .properties()
                .forEach(label -> field(
                        out, "Label", label.getKey() + "=" + label.getValue().asText()));
        for (JsonNode generation : generations) {
            String reason = generation.path("reason").asText("");
            field(
                    out,
                    "Generation",
                    generation.path("generation").asText() + ", applied " + seconds(generation.path("appliedAt"))
                            + (reason.isEmpty() ? "" : ": " + reason));
        }
        section(out, "Settings:", deployment.path("settings"));
        for (JsonNode status : deployment.path("status")) {
            section(
                    out,
                    "Node " + status.path("node").asInt() + ": "
                            + status.path("state").asText(),
                    linked(status.path("details"), node));
        }
        if (!deployment.path("lag").isEmpty()) {
            out.println("Lag:");
            Lag.table(deployment.path("lag")).print(out, "  ");
        }
    }

    private static JsonNode linked(JsonNode details, URI node) {
        JsonNode page = details.path(PAGE);
        return page.isTextual() && page.asText().startsWith("/")
                ? ((ObjectNode) details.deepCopy())
                        .put(PAGE, node.resolve(page.asText()).toString())
                : details;
    }

    private static void field(PrintWriter out, String name, String value) {
        if (!value.isEmpty()) {
            out.printf("%-13s%s%n", name + ":", value);
        }
    }

    private static void section(PrintWriter out, String title, JsonNode content) {
        out.println(title);
        if (!content.isEmpty()) {
            Output.yaml(content).lines().forEach(line -> out.println("  " + line));
        }
    }

    /** A time without what is below a second. */
    private static String seconds(JsonNode time) {
        return time.asText().replaceFirst("\\.\\d+", "");
    }

    private static String lag(JsonNode deployment) {
        JsonNode partitions = deployment.path("lag");
        return partitions.isEmpty() ? "-" : String.valueOf(Lag.records(partitions));
    }

    private static String rate(JsonNode deployment) {
        JsonNode records = deployment.path("rates").path("records");
        return records.isMissingNode() ? "-" : Lag.number(records);
    }
}
