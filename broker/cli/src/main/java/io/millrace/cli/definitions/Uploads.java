package io.millrace.cli.definitions;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.cli.api.Api;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Brings files that definitions name to the node, each once per content. */
final class Uploads {

    private static final long MEBIBYTE = 1 << 20;
    /** Smaller files are there before anyone wonders. */
    private static final long SHOWN_FROM_BYTES = 8 * MEBIBYTE;

    private final Api api;
    private final PrintWriter progress;

    /** @param progress where to show how far large files are */
    Uploads(Api api, PrintWriter progress) {
        this.api = api;
        this.progress = progress;
    }

    /**
     * The files by the path that names them.
     *
     * @throws ProblemException with every one that is not there
     */
    static Map<String, Path> find(Submission submission, List<String> names) {
        Map<String, Path> files = new LinkedHashMap<>();
        List<Problem> missing = new ArrayList<>();
        for (String name : names) {
            Path file = submission.folder().resolve(name);
            files.put(name, file);
            if (!Files.isReadable(file)) {
                missing.add(Problem.user(
                        "file-unreadable",
                        "'" + name + "' is not a file or folder that can be read at " + file.toAbsolutePath() + ".",
                        new Where(submission.file(), 0, 0, ""),
                        "Write its path relative to the folder of the definition."));
            }
        }
        if (!missing.isEmpty()) {
            throw new ProblemException(missing);
        }
        return files;
    }

    /** Uploads what the node does not have and answers the digests. */
    Map<String, String> upload(Map<String, Path> files) {
        Map<String, String> digests = new LinkedHashMap<>();
        files.forEach((name, file) -> {
            try {
                String sha256 = digest(file);
                if (!api.hasArtifact(sha256)) {
                    put(name, file, sha256);
                }
                digests.put(name, sha256);
            } catch (IOException failed) {
                throw new ProblemException(
                        Problem.resource(
                                "file-unreadable", file + " cannot be read: " + failed.getMessage() + ".", null, ""),
                        failed);
            }
        });
        return digests;
    }

    private void put(String name, Path file, String sha256) throws IOException {
        long length = Files.size(file);
        boolean shown = length >= SHOWN_FROM_BYTES;
        try (InputStream content = Files.newInputStream(file)) {
            api.putArtifact(sha256, shown ? new Metered(content, name, length) : content, length);
        }
        if (shown) {
            progress.println();
            progress.flush();
        }
    }

    private static String digest(Path file) throws IOException {
        try (DigestInputStream content =
                new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            content.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(content.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }

    /** Shows how much was read of a file, a line that overwrites itself. */
    private final class Metered extends FilterInputStream {

        private final String name;
        private final long length;
        private long read;
        private long shown = -1;

        Metered(InputStream content, String name, long length) {
            super(content);
            this.name = name;
            this.length = length;
        }

        @Override
        public int read(byte[] buffer, int offset, int count) throws IOException {
            int got = super.read(buffer, offset, count);
            read += Math.max(got, 0);
            long percent = read * 100 / length;
            if (percent != shown) {
                shown = percent;
                progress.printf("\r%s: %d of %d MiB", name, read / MEBIBYTE, length / MEBIBYTE);
                progress.flush();
            }
            return got;
        }
    }
}
