package io.millrace.node.children;

import io.millrace.api.child.ChildSpec;
import io.millrace.api.child.RunSpec;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The shell that a child is started under, and the record of the child that it keeps.
 *
 * @param record file with the child's process id while it runs
 */
record Watcher(Path record) {

    private static final String SCRIPT = script();
    private static final String GRACE_SECONDS = "10";
    private static final long LONGEST_KILL_SECONDS = 10;

    /** Of a process's start and of a file's time, seconds: neither is exact. */
    private static final long MARGIN = 1;

    /** Blocks until the process is made, not until it runs. */
    Process start(ChildSpec spec) throws IOException {
        ProcessBuilder builder = builder(spec.command(), GRACE_SECONDS);
        builder.environment().putAll(spec.environment());
        return builder.start();
    }

    /** Blocks until the process is made, not until it runs. */
    Process start(RunSpec spec) throws IOException {
        ProcessBuilder builder =
                builder(spec.command(), "0").directory(spec.directory().toFile());
        builder.environment().clear();
        builder.environment().putAll(spec.environment());
        return builder.start();
    }

    private ProcessBuilder builder(List<String> watched, String graceSeconds) {
        List<String> command = new ArrayList<>();
        String setsid = hasSetsid() ? "setsid" : "";
        if (!setsid.isEmpty()) {
            command.add(setsid); // so that nothing that is sent to the node's own group ends the watcher
        }
        command.addAll(List.of("sh", "-c", SCRIPT, "millrace-child", setsid, record.toString(), graceSeconds));
        command.addAll(watched);
        return new ProcessBuilder(command).redirectErrorStream(true);
    }

    /** Asks the child to end, and has it killed when it does not within its grace. */
    static void letEnd(Process started) {
        try {
            started.getOutputStream().close();
        } catch (IOException closed) {
            // it has ended
        }
    }

    /** The process id of what runs; empty before it does, and after. Blocks. */
    Optional<Long> pid() {
        try {
            return Optional.of(Long.parseLong(Files.readString(record).strip()));
        } catch (IOException | NumberFormatException noneRecorded) {
            return Optional.empty();
        }
    }

    /** Ends a child that a node before this one has left, which takes a kill of the watcher too. Blocks. */
    void endLeftOver() throws IOException, InterruptedException {
        Optional<ProcessHandle> left = leftOver();
        if (left.isPresent()) {
            new ProcessBuilder(
                            "sh",
                            "-c",
                            "kill -s KILL -- \"-$0\"",
                            Long.toString(left.get().pid()))
                    .inheritIO()
                    .start()
                    .waitFor(LONGEST_KILL_SECONDS, TimeUnit.SECONDS);
            left.get().destroyForcibly(); // if it is no group of its own
        }
        Files.deleteIfExists(record);
    }

    /** A process of the recorded id is the child only if it had been started when the record was written. */
    private Optional<ProcessHandle> leftOver() throws IOException {
        Optional<Long> recorded = pid();
        if (recorded.isEmpty()) {
            return Optional.empty();
        }
        Instant written = Files.getLastModifiedTime(record).toInstant();
        return recorded.flatMap(ProcessHandle::of)
                .filter(process -> process.info()
                        .startInstant()
                        .filter(start -> start.isBefore(written.plusSeconds(MARGIN)))
                        .isPresent());
    }

    private static boolean hasSetsid() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "setsid")));
    }

    private static String script() {
        try (InputStream script = Watcher.class.getResourceAsStream("watch.sh")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
