package io.millrace.cli.deployments;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cli.Connection;
import io.millrace.cli.Output;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code millrace get}. */
@Command(
        name = "get",
        header = "List deployments with their state, lag and rate.",
        footer = {
            "Examples:",
            "  millrace get all",
            "  millrace get connectors",
            "  millrace get Connector/quakes-files -o yaml"
        })
public final class Get implements Runnable {

    @Parameters(
            paramLabel = "KIND[/NAME]|NAME|all",
            arity = "0..*",
            defaultValue = "all",
            description = "What to list (default: all).")
    private List<String> names;

    @Mixin
    private Output output;

    @Mixin
    private Connection connection;

    @Override
    public void run() {
        Names there = new Names(connection.open());
        Set<JsonNode> found = new LinkedHashSet<>();
        names.forEach(name -> found.addAll(there.all(name)));
        boolean single = names.size() == 1 && names.get(0).contains("/");
        output.show(Shown.answer(found, single), out -> Shown.list(out, found));
    }
}
