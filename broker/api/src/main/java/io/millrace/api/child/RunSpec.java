package io.millrace.api.child;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a process is that runs once.
 *
 * @param name unique in the node among what runs, of {@code a-z}, {@code 0-9} and the dash
 * @param command the program and its arguments
 * @param environment all its variables: it has none of the node's, so {@code PATH} belongs here
 * @param directory where it works; must be there
 */
public record RunSpec(String name, List<String> command, Map<String, String> environment, Path directory) {

    public RunSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        ChildSpec.checkName(name);
    }
}
