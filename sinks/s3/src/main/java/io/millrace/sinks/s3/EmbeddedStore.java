package io.millrace.sinks.s3;

import io.millrace.api.PluginContext;
import io.millrace.api.child.Child;
import io.millrace.api.child.ChildSpec;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.api.settings.Secret;
import io.millrace.api.store.ObjectStore.Access;
import io.millrace.api.store.ObjectStore.Status;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The object store that the node runs: s3proxy as a child process, over a folder. Started on first need; reached on loopback by
 * credentials of its own. It has neither encryption nor access control lists, storage classes and tags.
 *
 * <pre>
 * s3/objects/BUCKET/…    the objects
 * s3/credentials         access key and secret, in the form of AWS's credentials file
 * s3/port                where it listens, kept so that what refers to it goes on to work
 * s3/writing/…           a note of each object that is being written
 * </pre>
 */
final class EmbeddedStore {

    private static final String NAME = "s3proxy";

    /** It is in none; clients must name one. */
    private static final String REGION = "us-west-2";

    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final int CONNECT_MS = 500;

    /** In the plugin's folder. */
    private static final String JARS = "s3proxy";

    private final PluginContext context;
    private final Path folder;
    private final int port;
    private final String accessKeyId;
    private final Secret secretAccessKey;
    private Child child; // null before it is needed

    /** Makes the folder and what is kept in it; starts nothing. */
    EmbeddedStore(PluginContext context) {
        this.context = context;
        this.folder = context.dataDir().resolve("s3");
        try {
            Files.createDirectories(folder.resolve("objects"));
            port = context.s3().port() > 0 ? context.s3().port() : keptPort(folder.resolve("port"));
            List<String> key = credentials(folder.resolve("credentials"));
            accessKeyId = key.get(0);
            secretAccessKey = new Secret(key.get(1));
        } catch (IOException failure) {
            throw new ProblemException(
                    Problem.resource(
                            "data-directory-unusable",
                            folder + " cannot be used: " + failure.getMessage() + ".",
                            Where.path("node.dataDir"),
                            "Make it writable, or set another node.dataDir."),
                    failure);
        }
    }

    Access access() {
        return new Access(endpoint(), REGION, true, accessKeyId, secretAccessKey);
    }

    Connection connection(String bucket) {
        return Connection.embedded(bucket, endpoint(), accessKeyId, secretAccessKey);
    }

    /** Starts it unless it is started, without waiting for it; answers where it is. */
    synchronized String start() {
        if (child == null) {
            child = context.start(spec(), this::answers);
        }
        return endpoint();
    }

    /**
     * Starts it unless it is started, and waits until it is ready. Blocks.
     *
     * @throws IOException when it is not ready now; it may be later
     */
    void awaitReady() throws IOException {
        start();
        try {
            child.ready().toCompletionStage().toCompletableFuture().get(READY_WITHIN.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw new IOException("the embedded object store does not start", failed.getCause());
        } catch (TimeoutException late) {
            throw new IOException("the embedded object store is not ready yet", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    synchronized Status status() {
        String state = child == null ? "idle" : child.status().state().name().toLowerCase(Locale.ROOT);
        return new Status("embedded", endpoint(), state);
    }

    private String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MS);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private ChildSpec spec() {
        Path settings = folder.resolve("s3proxy.properties");
        try {
            writePrivately(
                    settings,
                    String.join(
                            "\n",
                            "s3proxy.endpoint=" + endpoint(),
                            "s3proxy.authorization=aws-v4",
                            "s3proxy.identity=" + accessKeyId,
                            "s3proxy.credential=" + secretAccessKey.reveal(),
                            ""));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-cp",
                context.folder().resolve(JARS) + File.separator + "*",
                "io.millrace.sinks.s3proxy.Main",
                settings.toString(),
                folder.resolve("objects").toString(),
                folder.resolve("writing").toString());
        return new ChildSpec(NAME, command, Map.of(), READY_WITHIN);
    }

    /** The port of earlier starts, or a free one when there is none or somebody else has taken it. */
    private static int keptPort(Path file) throws IOException {
        if (Files.exists(file)) {
            int kept = Integer.parseInt(Files.readString(file).strip());
            if (isFree(kept)) {
                return kept;
            }
        }
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Files.writeString(file, free.getLocalPort() + "\n");
            return free.getLocalPort();
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /** Access key and secret, made at the first start. */
    private static List<String> credentials(Path file) throws IOException {
        if (!Files.exists(file)) {
            writePrivately(
                    file,
                    "[default]\naws_access_key_id = " + random(10) + "\naws_secret_access_key = " + random(20) + "\n");
        }
        return Files.readAllLines(file).stream()
                .filter(line -> line.contains("="))
                .map(line -> line.substring(line.indexOf('=') + 1).strip())
                .toList();
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().withUpperCase().formatHex(random);
    }

    /** Writes a file that only the node's user can read. */
    private static void writePrivately(Path file, String content) throws IOException {
        Path written = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(written);
        Files.createFile(written, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(written, content);
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
