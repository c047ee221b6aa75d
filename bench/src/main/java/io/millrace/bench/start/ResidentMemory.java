package io.millrace.bench.start;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Memory of a process as Linux tells it. */
public final class ResidentMemory {

    private static final String KEY = "VmRSS:";

    private ResidentMemory() {}

    /** Mebibytes. Source: {@code VmRSS} of {@code /proc/PID/status}, which is in kibibytes. */
    public static double of(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith(KEY))
                    .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
