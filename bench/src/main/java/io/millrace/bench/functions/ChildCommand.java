package io.millrace.bench.functions;

import io.millrace.bench.ChildProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a node runs a process of a function, so that it can be run just so without a node.
 *
 * @param folder that it runs in
 */
record ChildCommand(List<String> command, Map<String, String> environment, Path folder) {

    private static final String ARCHIVE = "-XX:SharedArchiveFile=";
    private static final String FUNCTION = "AWS_LAMBDA_FUNCTION_NAME";
    private static final String API = "AWS_LAMBDA_RUNTIME_API";

    /** What stands between the node and the command. */
    private static final List<String> SHELLS = List.of("sh", "setsid");

    /** Of a process that runs; empty when it has ended. Source: proc(5). */
    static Optional<ChildCommand> of(long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        try {
            List<String> command = texts(process.resolve("cmdline"));
            Map<String, String> environment = new HashMap<>();
            for (String variable : texts(process.resolve("environ"))) {
                int equals = variable.indexOf('=');
                environment.put(variable.substring(0, equals), variable.substring(equals + 1));
            }
            Path folder = Files.readSymbolicLink(process.resolve("cwd"));
            return Optional.of(new ChildCommand(command, environment, folder));
        } catch (IOException ended) {
            return Optional.empty();
        }
    }

    private static List<String> texts(Path file) throws IOException {
        String all = Files.readString(file, StandardCharsets.UTF_8);
        return all.isEmpty() ? List.of() : List.of(all.split("\0"));
    }

    /** Whether it is this function's own, and none of those around it. */
    boolean runs(String function) {
        return function.equals(environment.get(FUNCTION))
                && !command.isEmpty()
                && !SHELLS.contains(Path.of(command.get(0)).getFileName().toString());
    }

    /** Whether it starts from an archive of its classes. */
    boolean hasArchive() {
        return command.stream().anyMatch(argument -> argument.startsWith(ARCHIVE));
    }

    ChildCommand withoutArchive() {
        List<String> rest = command.stream()
                .filter(argument -> !argument.startsWith(ARCHIVE))
                .toList();
        return new ChildCommand(rest, environment, folder);
    }

    /** @param api address of the Runtime API that it is to ask */
    ChildProcess start(String api, Path log) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put(API, api);
        return ChildProcess.command(log, builder);
    }
}
