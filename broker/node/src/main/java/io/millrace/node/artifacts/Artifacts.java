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
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Set;
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

    /** From an upload until a definition names the file. */
    private static final Duration GRACE = Duration.ofHours(1);

    private final Vertx vertx;
    private final InstantSource clock;
    private final Path directory;
    private final Path incoming;

    private Artifacts(Vertx vertx, InstantSource clock, Path directory) {
        this.vertx = vertx;
        this.clock = clock;
        this.directory = directory;
        this.incoming = directory.resolve("incoming");
    }

    /** Makes the folder when it is not there, and removes what an interrupted upload left. */
    public static Artifacts open(Vertx vertx, InstantSource clock, Path directory) throws IOException {
        Artifacts artifacts = new Artifacts(vertx, clock, directory);
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

    /** A file that is there counts as new from now on: whoever asks is about to name it. */
    public Future<Boolean> has(String sha256) {
        Path file = path(sha256);
        return vertx.executeBlocking(
                () -> {
                    try {
                        Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
                        return true;
                    } catch (NoSuchFileException none) {
                        return false;
                    }
                },
                false);
    }

    /** Removes what nobody names any more; answers how many files. What came lately stays: its definition may be on its way. */
    Future<Integer> removeAllBut(Set<String> named) {
        return vertx.executeBlocking(
                () -> {
                    Instant lately = clock.instant().minus(GRACE);
                    int removed = 0;
                    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, Files::isRegularFile)) {
                        for (Path file : files) {
                            String name = file.getFileName().toString();
                            boolean old =
                                    Files.getLastModifiedTime(file).toInstant().isBefore(lately);
                            if (old && isDigest(name) && !named.contains(name)) {
                                Files.delete(file);
                                removed++;
                            }
                        }
                    }
                    return removed;
                },
                false);
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
