package io.millrace.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A process that a benchmark starts and that ends with it. Used by one thread. */
public final class ChildProcess implements AutoCloseable {

    private static final long LONGEST_STOP_SECONDS = 60;

    private final String name;
    private final Process process;
    private final BufferedReader output;
    private final Path log;
    private final Thread lastResort;

    private ChildProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
        this.log = log;
        this.lastResort = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(lastResort);
    }

    /**
     * A JVM with this one's class path, of the heap and the collector that a node has by default. Its standard output is read
     * by {@link #await} and {@link #figures}; it should end when its standard input ends.
     *
     * @param log where its standard error goes
     */
    public static ChildProcess java(Path log, Class<?> main, Object... arguments) {
        List<String> command = new ArrayList<>(List.of(javaCommand(), "-Xmx256m", "-XX:+UseSerialGC"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return start(
                main.getSimpleName(), new ProcessBuilder(command).redirectError(Redirect.appendTo(log.toFile())), log);
    }

    /** Any command; both its outputs go to the log. */
    public static ChildProcess command(Path log, List<String> command) {
        return command(log, new ProcessBuilder(command));
    }

    /** A command with a folder and an environment; both its outputs go to the log. */
    public static ChildProcess command(Path log, ProcessBuilder builder) {
        builder.redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile()));
        return start(builder.command().get(0), builder, log);
    }

    /** The Java that runs this. */
    public static String javaCommand() {
        return System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
    }

    private static ChildProcess start(String name, ProcessBuilder builder, Path log) {
        try {
            return new ChildProcess(name, builder.start(), log);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public long pid() {
        return process.pid();
    }

    /** The rest of the first line of standard output that starts so. */
    public String await(String prefix) {
        try {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(prefix)) {
                    return line.substring(prefix.length());
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        throw new IllegalStateException(name + " ended early; its log: " + log);
    }

    /** Waits for the end and answers what was printed as {@code name=number}. */
    public Map<String, Double> figures(Duration atMost) {
        CompletableFuture<Void> late = CompletableFuture.runAsync(
                process::destroyForcibly, CompletableFuture.delayedExecutor(atMost.toMillis(), TimeUnit.MILLISECONDS));
        Map<String, Double> figures = new TreeMap<>();
        output.lines().forEach(line -> {
            int equals = line.indexOf('=');
            figures.put(line.substring(0, equals), Double.parseDouble(line.substring(equals + 1)));
        });
        late.cancel(false);
        requireDone(atMost);
        return figures;
    }

    /** Waits for the end; fails when it comes late or is no success. */
    public void requireDone(Duration atMost) {
        if (!ended(atMost.toSeconds()) || process.exitValue() != 0) {
            throw new IllegalStateException(
                    name + " failed or took longer than " + atMost.toSeconds() + " s; its log: " + log);
        }
    }

    /** Ends it: SIGTERM, after a minute SIGKILL. */
    @Override
    public void close() {
        process.destroy();
        if (!ended(LONGEST_STOP_SECONDS)) {
            process.destroyForcibly();
        }
        Runtime.getRuntime().removeShutdownHook(lastResort);
    }

    private boolean ended(long seconds) {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            throw new IllegalStateException(name + " was waited for in vain", interrupted);
        }
    }
}
