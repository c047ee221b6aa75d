package io.millrace.node;

import io.millrace.api.problem.Fault;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.node.settings.NodeConfigFile;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a node as a process: {@code [--config FILE] [--set path=value]…}.
 *
 * <p>Prints {@code ready http=… kafka=…} when it serves, writes {@code node.json} into the data directory, and stops in order on
 * SIGTERM and SIGINT. Exits 0 when asked to stop, 1 when something failed, 2 when its settings are wrong.
 */
public final class Main {

    private static final long LONGEST_STOP_SECONDS = 60;
    /** How long a start may still take when the node is asked to stop meanwhile; its broker may not answer at all. */
    private static final long LONGEST_START_SECONDS = 5;

    private Main() {}

    public static void main(String[] arguments) {
        int status;
        try {
            status = run(arguments);
        } catch (ProblemException told) {
            told.problems().forEach(problem -> System.err.println("error: " + problem));
            status = told.problems().stream().allMatch(problem -> problem.fault() == Fault.USER) ? 2 : 1;
        } catch (RuntimeException defect) {
            defect.printStackTrace();
            status = 1;
        }
        // Kafka leaves threads behind that are no daemons.
        Runtime.getRuntime().halt(status);
    }

    private static int run(String[] arguments) {
        Map<String, String> overrides = new LinkedHashMap<>();
        Path file = parse(List.of(arguments), overrides);
        NodeConfig config = NodeConfigFile.load(file, overrides);
        CompletableFuture<Void> ended = new CompletableFuture<>();
        boolean[] fatal = new boolean[1];
        Node node = new Node(config, new Node.Parts(home(), List.of(), InstantSource.system(), () -> {
            fatal[0] = true;
            ended.complete(null);
        }));
        // The hook holds the JVM until main halts it: a JVM that ends by its signal would not say how the stop went.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            ended.complete(null);
                            await(new CountDownLatch(1));
                        },
                        "shutdown"));
        try {
            if (starts(node, ended)) {
                announce(node, config);
                ended.join();
                finish(node.stop(), LONGEST_STOP_SECONDS, "the node did not stop");
            }
            return fatal[0] ? 1 : 0;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    /** @return false when the node was asked to stop and the start did not come to its end */
    private static boolean starts(Node node, CompletableFuture<Void> ended) throws InterruptedException {
        CompletableFuture<Void> over = new CompletableFuture<>();
        Future<Void> started = node.start().onComplete(either -> over.complete(null));
        CompletableFuture.anyOf(over, ended).join();
        return finish(started, LONGEST_START_SECONDS, "the node was still starting");
    }

    private static Path parse(List<String> arguments, Map<String, String> overrides) {
        Path file = null;
        for (int i = 0; i < arguments.size(); i += 2) {
            String option = arguments.get(i);
            String value = i + 1 < arguments.size() ? arguments.get(i + 1) : null;
            int equals = value == null ? -1 : value.indexOf('=');
            if (option.equals("--config") && value != null) {
                file = Path.of(value);
            } else if (option.equals("--set") && equals > 0) {
                overrides.put(value.substring(0, equals), value.substring(equals + 1));
            } else {
                throw new ProblemException(Problem.user(
                        "usage",
                        "'" + option + (value == null ? "" : " " + value) + "' is not understood.",
                        Where.path(""),
                        "Use --config FILE and --set path=value, such as --set kafka.port=0."));
            }
        }
        return file;
    }

    private static Path home() {
        return Path.of(System.getProperty("millrace.home", ""));
    }

    /** Tells whoever started the process, and whoever looks into the data directory. */
    private static void announce(Node node, NodeConfig config) {
        String servers = node.kafka().publicBootstrapServers();
        JsonObject json = new JsonObject()
                .put("pid", ProcessHandle.current().pid())
                .put("http", node.url())
                .put("bootstrapServers", servers)
                .put("clusterId", node.kafka().clusterId());
        Path directory = Path.of(config.node().dataDir());
        try {
            Path whole = Files.writeString(directory.resolve("node.json.new"), json.encodePrettily());
            Files.move(whole, directory.resolve("node.json"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            throw new ProblemException(
                    Problem.resource(
                            "data-directory-unusable",
                            "node.json cannot be written: " + failed.getMessage() + ".",
                            Where.path("node.dataDir"),
                            "Make room, or make the folder writable."),
                    failed);
        }
        System.out.println("ready http=" + node.url() + " kafka=" + servers);
    }

    /** @return false when it took too long, which has then been said */
    private static boolean finish(Future<Void> future, long seconds, String tooLong) throws InterruptedException {
        try {
            future.toCompletionStage().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof ProblemException told
                    ? told
                    : new IllegalStateException(failed.getCause());
        } catch (TimeoutException late) {
            System.err.println("error: " + tooLong + " after " + seconds + " s; what is not durable is read again");
            return false;
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
