package io.millrace.cli.deployments;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cli.Output;
import io.millrace.cli.Table;
import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** What an operation answered, for people: one list of objects is a table, anything else is YAML. */
final class Answer {

    private Answer() {}

    static void print(PrintWriter out, JsonNode answer) {
        if (answer.size() != 1 || !isTable(answer.iterator().next())) {
            out.print(Output.yaml(answer));
            return;
        }
        JsonNode rows = answer.iterator().next();
        if (rows.isEmpty()) {
            out.println("There are none.");
            return;
        }
        Set<String> columns = new LinkedHashSet<>();
        rows.forEach(row -> row.fieldNames().forEachRemaining(columns::add));
        Table table = new Table(columns.stream().map(Answer::header).toArray(String[]::new));
        for (JsonNode row : rows) {
            table.row(columns.stream().map(column -> row.path(column).asText()).toArray());
        }
        table.print(out);
    }

    private static boolean isTable(JsonNode list) {
        if (!list.isArray()) {
            return false;
        }
        for (JsonNode row : list) {
            if (!row.isObject()
                    || row.properties().stream()
                            .anyMatch(field -> !field.getValue().isValueNode())) {
                return false;
            }
        }
        return true;
    }

    /** {@code createdAt} as {@code CREATED AT}. */
    private static String header(String field) {
        return field.replaceAll("(?=\\p{Lu})", " ").toUpperCase(Locale.ROOT);
    }
}
