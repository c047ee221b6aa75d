package io.millrace.connectors.replay;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.api.settings.Artifact;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The file that is replayed, with at most one stream of its content open. One thread; blocks. */
final class InputFile implements Closeable {

    private static final int BUFFER = 1 << 13;

    private final Artifact artifact;
    private FileChannel channel;

    InputFile(Artifact artifact) {
        this.artifact = artifact;
    }

    /** The path as the user wrote it. */
    String name() {
        return artifact.name();
    }

    /**
     * The content from its start, uncompressed when it begins as gzip does. A stream opened before is closed.
     *
     * @throws ProblemException when there is no such file or it cannot be read
     */
    InputStream open() {
        close();
        if (!Files.isRegularFile(artifact.path())) {
            throw new ProblemException(unusable(
                    Files.exists(artifact.path()) ? "is not a file" : "does not exist",
                    "Correct the path; one that is not a file: URI is relative to the definition."));
        }
        try {
            channel = FileChannel.open(artifact.path());
            InputStream stored = new BufferedInputStream(Channels.newInputStream(channel), BUFFER);
            stored.mark(2);
            boolean gzip = stored.read() == 0x1f && stored.read() == 0x8b;
            stored.reset();
            return gzip ? new GZIPInputStream(stored, BUFFER) : stored;
        } catch (IOException unreadable) {
            throw failure(unreadable, 0);
        }
    }

    /** Size on disk in bytes; 0 while nothing is open. */
    long size() {
        try {
            return channel == null ? 0 : channel.size();
        } catch (IOException unreadable) {
            throw failure(unreadable, 0);
        }
    }

    /** Bytes read from disk in this pass, those read ahead among them. */
    long read() {
        try {
            return channel == null ? 0 : channel.position();
        } catch (IOException unreadable) {
            throw failure(unreadable, 0);
        }
    }

    /** SHA-256 of the file as it is on disk; of a file that is read in place it is computed, which reads it once. */
    String digest() {
        if (!artifact.sha256().isEmpty()) {
            return artifact.sha256();
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream stored = new DigestInputStream(Files.newInputStream(artifact.path()), digest)) {
                byte[] chunk = new byte[BUFFER];
                while (stored.read(chunk) >= 0) {
                    // the stream feeds the digest
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException unreadable) {
            throw failure(unreadable, 0);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** What a failure of reading means: a damaged file is the user's, anything else may come back. */
    ProblemException failure(IOException failure, long afterLine) {
        if (failure instanceof EOFException) {
            return new ProblemException(
                    unusable(
                            "ends within its gzip data, after line " + afterLine + ": it was cut off",
                            "Put the whole file there."),
                    failure);
        }
        if (failure instanceof ZipException) {
            return new ProblemException(
                    unusable("holds damaged gzip data after line " + afterLine, "Put an undamaged file there."),
                    failure);
        }
        return new ProblemException(
                Problem.resource(
                        "unreadable-input",
                        name() + " cannot be read: " + failure.getMessage() + ".",
                        Where.path("file"),
                        "Check the file's permissions and its disk."),
                failure);
    }

    Problem unusable(String what, String mend) {
        return Problem.user("unusable-input", name() + " " + what + ".", Where.path("file"), mend);
    }

    @Override
    public void close() {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException unreadable) {
                throw failure(unreadable, 0);
            } finally {
                channel = null;
            }
        }
    }
}
