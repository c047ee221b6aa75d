package io.millrace.testkit.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Stands between a client and a server on loopback, and passes everything on or does what a bad network does. */
public final class FaultyProxy implements AutoCloseable {

    private static final int BUFFER_BYTES = 8 << 10;
    private static final int SLOW_BYTES_PER_SECOND = 64 << 10;

    private static final String SLOW_DOWN_BODY =
            "<Error><Code>SlowDown</Code><Message>Reduce your rate</Message></Error>";

    private static final byte[] SLOW_DOWN = """
            HTTP/1.1 503 Slow Down
            Content-Type: application/xml
            Content-Length: %d
            Connection: close

            %s""".formatted(SLOW_DOWN_BODY.length(), SLOW_DOWN_BODY)
            .replace("\n", "\r\n")
            .getBytes(StandardCharsets.US_ASCII);

    /** What it does. */
    public enum Mood {
        PASS,
        /** Passes on, at 64 KiB a second for each connection. */
        SLOW,
        /** Answers 503. */
        BUSY,
        /** Resets connections. */
        RESET,
        /** Takes connections and is silent. */
        HANG,
        /** Does not listen. */
        REFUSE
    }

    private final int target;
    private final int port;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile Mood mood = Mood.PASS;
    private volatile ServerSocket server;

    /** @param target port of the server */
    public FaultyProxy(int target) throws IOException {
        this.target = target;
        listen(0);
        this.port = server.getLocalPort();
    }

    public int port() {
        return port;
    }

    /** Ends all connections, and does so from now on. */
    public void become(Mood next) throws IOException {
        mood = next;
        if (next == Mood.REFUSE) {
            server.close();
        } else if (server.isClosed()) {
            listen(port);
        }
        sockets.forEach(FaultyProxy::reset);
        sockets.clear();
    }

    private void listen(int at) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), at));
        server = socket;
        run(() -> {
            while (true) {
                take(socket.accept());
            }
        });
    }

    private void take(Socket client) throws IOException {
        sockets.add(client);
        switch (mood) {
            case PASS, SLOW -> {
                Socket store = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(store);
                run(() -> copy(client, store));
                run(() -> copy(store, client));
            }
            case BUSY ->
                run(() -> {
                    if (client.getInputStream().read() >= 0) {
                        client.getOutputStream().write(SLOW_DOWN);
                        client.shutdownOutput();
                        client.getInputStream().transferTo(OutputStream.nullOutputStream());
                    }
                    client.close();
                });
            case RESET, REFUSE -> reset(client);
            case HANG -> {
                // until the mood changes
            }
        }
    }

    private void copy(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (mood == Mood.SLOW) {
                    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(count) / SLOW_BYTES_PER_SECOND);
                }
                to.getOutputStream().write(buffer, 0, count);
            }
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException closed) {
            // as it should be
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void run(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException ended) {
                // a connection, or the listening
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            become(Mood.REFUSE);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
