package io.millrace.testkit.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Where a client runs that is not on the node's own loopback address: a network namespace behind a pair of virtual interfaces, or
 * where this user may not make one, another loopback address.
 *
 * @param boundHost what the broker binds; wider than loopback
 * @param address where the client first finds the broker
 * @param advertisedHost what the client is told; resolves for the client, in the namespace for it alone
 * @param enter what a command starts with that runs there
 * @param namespace its name; empty for none
 */
record Elsewhere(String boundHost, String address, String advertisedHost, List<String> enter, String namespace)
        implements AutoCloseable {

    private static final Path NAMES = Path.of("/etc/netns");

    static Elsewhere open() {
        int unique = new Random().nextInt(256);
        String namespace = "millrace-" + unique;
        String address = "198.18." + unique + ".1";
        if (!runs("ip", "netns", "add", namespace)) {
            return new Elsewhere("0.0.0.0", "127.0.0.1", "127.0.0.2", List.of(), "");
        }
        Elsewhere elsewhere = new Elsewhere(
                address, address, "broker.millrace.test", List.of("ip", "netns", "exec", namespace), namespace);
        try {
            elsewhere.connect("mill" + unique + "a", "mill" + unique + "b", unique);
            return elsewhere;
        } catch (RuntimeException failed) {
            elsewhere.close();
            throw failed;
        }
    }

    private void connect(String near, String far, int unique) {
        run("ip", "link", "add", near, "type", "veth", "peer", "name", far, "netns", namespace);
        run("ip", "address", "add", address + "/24", "dev", near);
        run("ip", "link", "set", near, "up");
        run("ip", "-n", namespace, "address", "add", "198.18." + unique + ".2/24", "dev", far);
        run("ip", "-n", namespace, "link", "set", far, "up");
        try {
            Path hosts = Files.createDirectories(NAMES.resolve(namespace)).resolve("hosts");
            Files.writeString(hosts, address + " " + advertisedHost + "\n");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The interfaces go with the namespace. */
    @Override
    public void close() {
        if (namespace.isEmpty()) {
            return;
        }
        run("ip", "netns", "delete", namespace);
        try (Stream<Path> files = Files.walk(NAMES.resolve(namespace))) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void run(String... command) {
        if (!runs(command)) {
            throw new IllegalStateException(String.join(" ", command) + " failed");
        }
    }

    private static boolean runs(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
