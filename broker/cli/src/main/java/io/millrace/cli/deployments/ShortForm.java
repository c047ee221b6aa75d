package io.millrace.cli.deployments;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.api.problem.ProblemException;
import io.millrace.cli.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;

/** {@code millrace OPERATION NAME …}, short for {@code millrace op NAME OPERATION …}. */
public final class ShortForm {

    private ShortForm() {}

    /** The long form when the first argument is no verb but an operation of the node's kinds; else the arguments as they are. */
    public static String[] expand(CommandLine millrace, String... arguments) {
        if (arguments.length < 2
                || arguments[0].startsWith("-")
                || millrace.getSubcommands().containsKey(arguments[0])
                || !isOperation(arguments)) {
            return arguments;
        }
        List<String> expanded = new ArrayList<>(List.of("op"));
        expanded.addAll(Arrays.asList(arguments).subList(1, arguments.length));
        expanded.add(arguments[0]);
        return expanded.toArray(String[]::new);
    }

    private static boolean isOperation(String... arguments) {
        Connection connection = new Connection();
        try {
            new CommandLine(connection).setUnmatchedArgumentsAllowed(true).parseArgs(arguments);
            for (JsonNode operation : connection.open().kinds().findValues("operations")) {
                for (JsonNode declared : operation) {
                    if (declared.path("name").asText().equals(arguments[0])) {
                        return true;
                    }
                }
            }
            return false;
        } catch (ProblemException | CommandLine.ParameterException unknown) {
            return false;
        }
    }
}
