package io.millrace.node.artifacts;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder of files named by their SHA-256 in lower-case hex. A file is there whole or not at all. Any thread; nothing blocks
 * the caller but {@link #open}.
 */
public final class Artifacts {

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final int CHUNK_BYTES = 1 << 16;

    private final Vertx vertx;
    private final Path directory;
    private final Path incoming;

    private Artifacts(Vertx vertx, Path directory) {
        this.vertx = vertx;
        this.directory = directory;
        this.incoming = directory.resolve("incoming");
    }

    /** Makes the folder when it is not there, and removes what an interrupted upload left. */
    public static Artifacts open(Vertx vertx, Path directory) throws IOException {
        Artifacts artifacts = new Artifacts(vertx, directory);
        Files.createDirectories(artifacts.incoming);
        try (Stream<Path> left = Files.list(artifacts.incoming)) {
            for (Path file : left.toList()) {
                Files.delete(file);
            }
        }
        return artifacts;
    }

    public static boolean isDigest(String text) {
        return DIGEST.matcher(text).matches();
    }

    /** Where the file is, or would be. */
    public Path path(String sha256) {
        if (!isDigest(sha256)) {
            throw new IllegalArgumentException("not a digest: " + sha256);
        }
        return directory.resolve(sha256);
    }

    public Future<Boolean> has(String sha256) {
        return vertx.fileSystem().exists(path(sha256).toString());
    }

    /**
     * Writes the stream to disk and keeps it if its content has this digest; fails with {@code digest-mismatch} otherwise.
     *
     * @param content paused or flowing from now on
     */
    public Future<Void> put(String sha256, ReadStream<Buffer> content) {
        Path target = path(sha256);
        Path file = incoming.resolve(UUID.randomUUID().toString());
        content.pause();
        return vertx.fileSystem()
                .open(file.toString(), new OpenOptions().setCreateNew(true).setWrite(true))
                .compose(content::pipeTo)
                .compose(written -> vertx.executeBlocking(() -> keep(file, sha256, target), false))
                .recover(failure -> vertx.fileSystem()
                        .delete(file.toString())
                        .transform(deleted -> Future.failedFuture(told(failure))));
    }

    private static Void keep(Path file, String sha256, Path target) throws IOException {
        String found = digestOnDisk(file);
        if (!found.equals(sha256)) {
            throw new ProblemException(Problem.user(
                    "digest-mismatch",
                    "the content has the SHA-256 " + found + ", not " + sha256 + "; nothing was stored.",
                    Where.path("artifacts/" + sha256),
                    "Send the file again under the digest of its content."));
        }
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return null;
    }

    /** Of what is on disk, not of what was sent: a write that went wrong is found here. */
    private static String digestOnDisk(Path file) throws IOException {
        MessageDigest digest = sha256();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.force(true);
            while (channel.read(chunk.clear()) >= 0) {
                digest.update(chunk.flip());
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private Throwable told(Throwable failure) {
        Throwable cause = failure.getCause() instanceof IOException ? failure.getCause() : failure;
        return cause instanceof IOException
                ? new ProblemException(
                        Problem.resource(
                                "artifact-not-stored",
                                "the file could not be written: " + cause.getMessage() + ".",
                                Where.path(directory.toString()),
                                "Make room or give the node the right to write there, then send it again."),
                        cause)
                : failure;
    }
}
