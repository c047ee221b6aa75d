package io.millrace.node.children;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** What Linux tells in {@code /proc} of a process and those that it has started; elsewhere nothing is known. Blocks. */
final class ProcessTree {

    private static final Path PROC = Path.of("/proc");

    /** Source: proc_pid_smaps_rollup(5); the shared part of a page counts once. */
    private static final String PROPORTIONAL = "Pss:";

    private static final long KIBIBYTE = 1024;

    private ProcessTree() {}

    /** Of all processes, each one's share of the memory that they share. */
    static long residentBytes(long root) {
        long bytes = 0;
        Deque<Long> left = new ArrayDeque<>();
        left.add(root);
        while (!left.isEmpty()) {
            Path process = PROC.resolve(Long.toString(left.remove()));
            try {
                bytes += proportionalBytes(process);
                addChildren(process, left);
            } catch (IOException gone) {
                // it has ended meanwhile
            }
        }
        return bytes;
    }

    private static long proportionalBytes(Path process) throws IOException {
        return Files.readAllLines(process.resolve("smaps_rollup")).stream()
                .filter(line -> line.startsWith(PROPORTIONAL))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIBIBYTE)
                .sum();
    }

    private static void addChildren(Path process, Deque<Long> found) throws IOException {
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(process.resolve("task"))) {
            for (Path thread : threads) {
                String children = Files.readString(thread.resolve("children"));
                Arrays.stream(children.split(" "))
                        .filter(id -> !id.isBlank())
                        .map(Long::valueOf)
                        .forEach(found::add);
            }
        }
    }
}
