package io.millrace.sinks.s3;

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

/** Stands between a client and a store, and passes everything on or does what a bad network does. */
final class FaultyProxy implements AutoCloseable {

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
    enum Mood {
        PASS,
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

    FaultyProxy(int target) throws IOException {
        this.target = target;
        listen(0);
        this.port = server.getLocalPort();
    }

    int port() {
        return port;
    }

    /** Ends all connections, and does so from now on. */
    void become(Mood next) throws IOException {
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
            case PASS -> {
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

    private static void copy(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            in.transferTo(to.getOutputStream());
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
