package io.millrace.dist.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The checkpoints of Flink jobs of a node, on disk: files of its own, or the objects of its store. What is looked at may go away
 * meanwhile.
 */
record JobFolder(Path dataDir) {

    private static final Pattern CHECKPOINT = Pattern.compile("chk-(\\d+)");
    private static final String COMPLETE = "_metadata";
    private static final int DEPTH = 5;

    /**
     * The one that was begun last; empty before the first.
     *
     * @param job Flink's id: what a job that is over has left may go away at any time, and looks new then
     */
    Optional<Path> newest(String job) {
        return checkpoints(job).max(Comparator.comparingLong(JobFolder::number));
    }

    /** Whether one is complete. */
    boolean hasCompleted(String job) {
        return checkpoints(job).anyMatch(JobFolder::isComplete);
    }

    static boolean isComplete(Path checkpoint) {
        return Files.exists(checkpoint.resolve(COMPLETE));
    }

    private Stream<Path> checkpoints(String job) {
        if (job.isEmpty()) {
            return Stream.empty();
        }
        return Stream.of(dataDir.resolve("flink"), dataDir.resolve("s3").resolve("objects"))
                .filter(Files::exists)
                .flatMap(folder -> checkpoints(folder).stream())
                .filter(checkpoint -> checkpoint.getParent().endsWith(job));
    }

    private static List<Path> checkpoints(Path below) {
        try (Stream<Path> all = Files.walk(below, DEPTH)) {
            return all.filter(folder -> number(folder) >= 0).toList();
        } catch (IOException | UncheckedIOException gone) {
            return List.of();
        }
    }

    /** Counts up with each checkpoint of a job; -1 for what is none. */
    private static long number(Path folder) {
        Matcher name = CHECKPOINT.matcher(folder.getFileName().toString());
        return name.matches() ? Long.parseLong(name.group(1)) : -1;
    }
}
