package io.millrace.node;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** Ports of this machine: free ones, and who holds a taken one. Blocks for a few system calls. */
public final class Ports {

    private static final int LISTEN = 0x0A; // Source: include/net/tcp_states.h, as /proc/net/tcp prints it

    /** Outgoing connections get 32768 and more on Linux, 49152 and more elsewhere. */
    private static final int LEAST_FREE = 20_000;

    private static final int MOST_FREE = 32_000;
    private static final int TRIES = 1000;

    private Ports() {}

    /** A port that is free now. */
    public static int free(String host) {
        return free(host, 1).get(0);
    }

    /**
     * Ports that are free now, no two the same. They are below those that the system gives to outgoing connections: a client that
     * tries again and again could else have one before it is listened on.
     */
    public static List<Integer> free(String host, int count) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int tries = 0; held.size() < count; tries++) {
                try {
                    held.add(bind(host, ThreadLocalRandom.current().nextInt(LEAST_FREE, MOST_FREE)));
                } catch (BindException taken) {
                    if (tries == TRIES) {
                        throw taken;
                    }
                }
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } finally {
            held.forEach(Ports::close);
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * Refuses a port that cannot be listened on, naming who holds it where the system tells.
     *
     * @param setting where the user wrote the port
     * @param port 0 is always free
     */
    public static void requireFree(String setting, String host, int port) {
        try (ServerSocket socket = bind(host, port)) {
            assert socket.isBound();
        } catch (IOException refused) {
            String holder = holder(port).map(name -> " by " + name).orElse("");
            throw new ProblemException(
                    Problem.resource(
                            "port-taken",
                            host + ":" + port + " cannot be listened on: "
                                    + (holder.isEmpty() ? refused.getMessage() : "it is taken" + holder) + ".",
                            Where.path(setting),
                            "Stop that process, or set another " + setting + " (0 takes a free one)."),
                    refused);
        }
    }

    private static ServerSocket bind(String host, int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return socket;
        } catch (IOException failed) {
            socket.close();
            throw failed;
        }
    }

    /** {@code java (pid 4711)}, on Linux and for processes this user may look at. */
    static Optional<String> holder(int port) {
        try {
            for (String table : new String[] {"/proc/net/tcp", "/proc/net/tcp6"}) {
                Optional<String> inode = listeningInode(Path.of(table), port);
                if (inode.isPresent()) {
                    return process("socket:[" + inode.get() + "]");
                }
            }
        } catch (IOException | UncheckedIOException notLinux) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static Optional<String> listeningInode(Path table, int port) throws IOException {
        if (!Files.isReadable(table)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(table)) {
            return lines.skip(1)
                    .map(line -> line.strip().split("\\s+"))
                    .filter(columns -> Integer.parseInt(columns[3], 16) == LISTEN)
                    .filter(columns -> Integer.parseInt(columns[1].substring(columns[1].indexOf(':') + 1), 16) == port)
                    .map(columns -> columns[9])
                    .findFirst();
        }
    }

    private static Optional<String> process(String socket) throws IOException {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(path -> path.getFileName().toString().chars().allMatch(Character::isDigit))
                    .filter(path -> holds(path, socket))
                    .findFirst()
                    .map(Ports::describe);
        }
    }

    private static boolean holds(Path process, String socket) {
        try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
            return descriptors.anyMatch(descriptor -> {
                try {
                    return Files.readSymbolicLink(descriptor).toString().equals(socket);
                } catch (IOException gone) {
                    return false;
                }
            });
        } catch (IOException | UncheckedIOException notOurs) {
            return false;
        }
    }

    private static String describe(Path process) {
        try {
            return Files.readString(process.resolve("comm")).strip() + " (pid " + process.getFileName() + ")";
        } catch (IOException gone) {
            return "pid " + process.getFileName();
        }
    }
}
