package io.millrace.bench.functions;

import static org.awaitility.Awaitility.await;

import io.millrace.bench.Bench;
import io.millrace.bench.ChildProcess;
import io.millrace.bench.broker.BrokerProcess;
import io.millrace.bench.start.NodeServer;
import io.millrace.bench.start.ResidentMemory;
import io.millrace.node.Ports;
import io.millrace.node.feed.Feeds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A node of its own that runs functions, with an empty data directory, alone in its cluster. Blocks; one thread. */
final class FunctionNode implements AutoCloseable {

    private static final String HEAP = "256m";
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

    private final String cluster;
    private final Path directory;
    private final Path log;
    private final NodeServer server;
    private final ChildProcess process;

    private FunctionNode(String cluster, Path directory, Path log, NodeServer server, ChildProcess process) {
        this.cluster = cluster;
        this.directory = directory;
        this.log = log;
        this.server = server;
        this.process = process;
    }

    /** @param name of its cluster, its folder and its log */
    static FunctionNode start(Bench bench, BrokerProcess broker, String name) {
        Path directory = bench.folder(name);
        Path log = bench.log(name);
        NodeServer server = new NodeServer(bench.distribution(), Ports.free("127.0.0.1"), HEAP);
        ChildProcess process = server.startOn(broker.servers(), name, directory, log);
        return new FunctionNode(name, directory, log, server, process);
    }

    long pid() {
        return process.pid();
    }

    /** The group of the mapping that reads this topic. */
    String group(String function, String topic) {
        return Feeds.group(cluster, "Function", function) + "." + topic;
    }

    /** Applies them together, as a user does. */
    void apply(List<Definition> functions) {
        Path file = directory.resolve("functions.yaml");
        try {
            Files.writeString(file, functions.stream().map(Definition::yaml).collect(Collectors.joining("---\n")));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.apply(file, log);
    }

    /**
     * Applies it so that its process runs as all but the very first do, and is fed only then: a process of Java starts from an archive
     * of its classes, which the first one is there to make.
     */
    ChildCommand applySettled(Definition function) {
        boolean archived = function.language() == Language.JAVA;
        if (archived) {
            apply(List.of(function.unfed()));
            await("a class archive of " + function.name())
                    .atMost(LONGEST_WAIT)
                    .ignoreExceptionsInstanceOf(UncheckedIOException.class) // files come and go
                    .until(() -> hasArchive(function.name()));
        }
        apply(List.of(function));
        return await("a process of " + function.name())
                .atMost(LONGEST_WAIT)
                .until(() -> child(function.name(), archived), Optional::isPresent)
                .orElseThrow();
    }

    private boolean hasArchive(String function) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("functions").resolve(function), 2)) {
            return files.anyMatch(file -> file.toString().endsWith(".jsa"));
        }
    }

    private Optional<ChildCommand> child(String function, boolean archived) {
        return processes()
                .flatMap(child -> ChildCommand.of(child.pid()).stream())
                .filter(child -> child.runs(function) && child.hasArchive() == archived)
                .findFirst();
    }

    /** Fails unless the function answers. */
    void invoke(String function) {
        URI address =
                URI.create("http://127.0.0.1:" + server.http() + "/v1/deployments/Function/" + function + "/invoke");
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .timeout(LONGEST_WAIT)
                .POST(BodyPublishers.ofString("{\"records\":{}}"))
                .build();
        try {
            HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(function + " was invoked in vain: " + response.body());
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Mebibytes of the node alone. */
    double ownMemory() {
        return ResidentMemory.of(process.pid());
    }

    /** Mebibytes of all processes that the node runs, each for itself. */
    double childrenMemory() {
        return processes().mapToDouble(child -> ResidentMemory.of(child.pid())).sum();
    }

    private Stream<ProcessHandle> processes() {
        return ProcessHandle.of(process.pid()).stream().flatMap(ProcessHandle::descendants);
    }

    @Override
    public void close() {
        process.close();
    }
}
