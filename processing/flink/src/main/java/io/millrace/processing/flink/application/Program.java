package io.millrace.processing.flink.application;

import java.nio.file.Path;
import java.util.List;

/**
 * What Flink runs to get an application's job.
 *
 * @param jar as it is uploaded
 * @param entryClass null for the one that the jar's manifest names
 * @param args of its main
 */
public record Program(Path jar, String entryClass, List<String> args) {

    public Program {
        args = List.copyOf(args);
    }
}
