package io.millrace.testkit.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** A child process of a test: a thread gathers what it prints; closing ends it whatever it is doing. */
final class ClientProcess implements AutoCloseable {

    private static final long LONGEST_RUN_SECONDS = 120;
    private static final long GRACE_SECONDS = 2;

    private final Process process;
    private final Writer input;
    private final Path errors;
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Thread gatherer = new Thread(this::gather, "client-output");

    private ClientProcess(Process process, Path errors) {
        this.process = process;
        this.input = process.outputWriter(UTF_8);
        this.errors = errors;
    }

    static ClientProcess start(List<String> command, Map<String, String> environment) {
        try {
            Path errors = Files.createTempFile("client", ".err");
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
            builder.environment().putAll(environment);
            ClientProcess started = new ClientProcess(builder.start(), errors);
            started.gatherer.start();
            return started;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Hands it these lines; more may follow. */
    void write(List<String> more) {
        try {
            for (String line : more) {
                input.write(line);
                input.write('\n');
            }
            input.flush();
        } catch (IOException failed) {
            throw new AssertionError(errors(), failed);
        }
    }

    /** What it has printed so far. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    /** Ends its input, waits until it is done and answers what it printed; fails when the process did. */
    List<String> finish() {
        closeInput();
        awaitEnd();
        assertThat(process.exitValue()).as(errors()).isZero();
        return lines();
    }

    /** Sends SIGTERM and waits until it has ended. */
    void terminate() {
        process.toHandle().destroy();
        if (!ends(GRACE_SECONDS)) {
            // kcat heeds the signal when it has read something.
            closeInput();
            awaitEnd();
        }
    }

    private void awaitEnd() {
        assertThat(ends(LONGEST_RUN_SECONDS))
                .as("%s ended; %s", process.info().commandLine(), errors())
                .isTrue();
    }

    private boolean ends(long seconds) {
        try {
            boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
            if (ended) {
                gatherer.join();
            }
            return ended;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private void closeInput() {
        try {
            input.close();
        } catch (IOException failed) {
            throw new AssertionError(errors(), failed);
        }
    }

    private void gather() {
        try (BufferedReader output = process.inputReader(UTF_8)) {
            output.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException closed) {
            // it was ended by force; the test has failed already
        }
    }

    private String errors() {
        try {
            return Files.readString(errors);
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            Files.deleteIfExists(errors);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
