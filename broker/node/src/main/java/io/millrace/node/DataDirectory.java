package io.millrace.node;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The folder of everything a node keeps, locked while the node runs.
 *
 * <p>The lock is the operating system's, so that one left by a killed node hinders nobody. The folder remembers the cluster it
 * was made for.
 */
public final class DataDirectory implements AutoCloseable {

    private final Path root;
    private final FileChannel channel;

    private DataDirectory(Path root, FileChannel channel) {
        this.root = root;
        this.channel = channel;
    }

    /**
     * Makes the folder when it is not there, and locks it. Blocks for disk.
     *
     * @throws ProblemException when another node has it, when it is another cluster's, or when it cannot be written
     */
    public static DataDirectory open(Path root, String cluster) {
        try {
            Files.createDirectories(root);
            FileChannel channel = FileChannel.open(
                    root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                lock(root, channel);
                requireCluster(root, cluster);
                return new DataDirectory(root, channel);
            } catch (IOException | RuntimeException failed) {
                channel.close();
                throw failed;
            }
        } catch (IOException failed) {
            throw new ProblemException(
                    Problem.resource(
                            "data-directory-unusable",
                            "the data directory " + root + " cannot be used: " + failed.getMessage() + ".",
                            Where.path("node.dataDir"),
                            "Make it writable, or set another node.dataDir."),
                    failed);
        }
    }

    private static void lock(Path root, FileChannel channel) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException sameProcess) {
            lock = null;
        }
        if (lock == null) {
            ByteBuffer pid = ByteBuffer.allocate(20);
            channel.read(pid, 0);
            String holder = new String(pid.array(), 0, pid.position(), StandardCharsets.US_ASCII).strip();
            throw new ProblemException(Problem.resource(
                    "data-directory-in-use",
                    "the data directory " + root + " is in use by the node with pid " + holder + ".",
                    Where.path("node.dataDir"),
                    "Stop that node, or set another node.dataDir."));
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
    }

    private static void requireCluster(Path root, String cluster) throws IOException {
        Path file = root.resolve("cluster");
        if (!Files.exists(file)) {
            Files.writeString(file, cluster);
            return;
        }
        String present = Files.readString(file).strip();
        if (!present.equals(cluster)) {
            throw new ProblemException(Problem.user(
                    "data-directory-of-another-cluster",
                    "the data directory " + root + " belongs to cluster " + present + ", and this node is of " + cluster
                            + ".",
                    Where.path("node.cluster"),
                    "Set node.cluster: " + present + ", or another node.dataDir."));
        }
    }

    public Path root() {
        return root;
    }

    /** Kafka's log directory. */
    public Path kafka() {
        return root.resolve("kafka");
    }

    /** Logs and records of child processes. */
    public Path children() {
        return root.resolve("children");
    }

    /** Uploaded files by digest. */
    public Path artifacts() {
        return root.resolve("artifacts");
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
