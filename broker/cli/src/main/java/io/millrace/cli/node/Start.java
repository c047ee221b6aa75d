package io.millrace.cli.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code millrace start}. */
@Command(
        name = "start",
        header = "Start a node and stay with it until it ends.",
        description = "Needs no settings. Ends on Ctrl-C or SIGTERM and loses nothing, nor when it is killed.",
        footer = {
            "Examples:",
            "  millrace start",
            "  millrace start --config /etc/millrace.yaml --set node.dataDir=/var/lib/millrace"
        })
public final class Start implements Callable<Integer> {

    private static final long LAST_WORDS_S = 30;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The node's settings; conf/millrace.yaml shows them all.")
    private Path config;

    @Option(
            names = "--set",
            paramLabel = "SETTING=VALUE",
            description = "One of the node's settings, such as node.http.port=8081. May be repeated.")
    private List<String> settings = List.of();

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>();
        if (config != null) {
            arguments.addAll(List.of("--config", config.toString()));
        }
        settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
        Process node = NodeProcess.of(arguments).inheritIO().start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(node), "end-node"));
        return node.waitFor();
    }

    private static void end(Process node) {
        node.destroy();
        try {
            node.waitFor(LAST_WORDS_S, TimeUnit.SECONDS);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }
}
