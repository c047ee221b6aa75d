package io.millrace.node.children;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

/** What a child says: two files of bounded size, and its last lines for problems. */
final class ChildLog {

    private static final long MAX_FILE = 1 << 20;
    private static final int MAX_TAIL = 4 << 10;

    private final Path file;
    private byte[] tail = new byte[0];

    ChildLog(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    /** Keeps what comes until it ends. Blocks. What cannot be kept is lost: a full disk must not hold the child up. */
    void take(InputStream said) throws IOException {
        begin();
        byte[] buffer = new byte[8 << 10];
        int count = said.read(buffer);
        while (count > 0) {
            remember(buffer, count);
            try {
                append(buffer, count);
            } catch (IOException notKept) {
                // it is in the last lines still
            }
            count = said.read(buffer);
        }
    }

    private synchronized void begin() {
        tail = new byte[0];
    }

    private synchronized void remember(byte[] bytes, int count) {
        byte[] all = Arrays.copyOf(tail, tail.length + count);
        System.arraycopy(bytes, 0, all, tail.length, count);
        tail = all.length > MAX_TAIL ? Arrays.copyOfRange(all, all.length - MAX_TAIL, all.length) : all;
    }

    private void append(byte[] bytes, int count) throws IOException {
        if (Files.exists(file) && Files.size(file) + count > MAX_FILE) {
            Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            out.write(bytes, 0, count);
        }
    }

    /** The last lines since the child's last start, oldest first. */
    synchronized List<String> lastLines(int most) {
        List<String> lines = new String(tail, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        return lines.subList(Math.max(0, lines.size() - most), lines.size());
    }
}
