package io.millrace.dist.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The checkpoints of the one Flink application of a node, on disk: its own files, or the objects of the node's store. What is looked
 * at may go away meanwhile.
 */
record JobFolder(Path dataDir) {

    private static final String CHECKPOINT = "chk-\\d+";
    private static final String COMPLETE = "_metadata";
    private static final int DEPTH = 5;

    /** Those of a job are in one folder; a job that is resumed has another. */
    List<Path> checkpoints() {
        return Stream.of(dataDir.resolve("flink"), dataDir.resolve("s3").resolve("objects"))
                .filter(Files::exists)
                .flatMap(folder -> checkpoints(folder).stream())
                .toList();
    }

    private static List<Path> checkpoints(Path below) {
        try (Stream<Path> all = Files.walk(below, DEPTH)) {
            return all.filter(folder -> folder.getFileName().toString().matches(CHECKPOINT))
                    .toList();
        } catch (IOException | UncheckedIOException gone) {
            return List.of();
        }
    }

    /** The one that was begun last. */
    Optional<Path> newest() {
        return checkpoints().stream().max(Comparator.comparing(JobFolder::modified));
    }

    static boolean isComplete(Path checkpoint) {
        return Files.exists(checkpoint.resolve(COMPLETE));
    }

    /** Whether one was completed after this moment. */
    boolean hasCompletedSince(Instant moment) {
        return checkpoints().stream()
                .anyMatch(checkpoint -> modified(checkpoint.resolve(COMPLETE)).isAfter(moment));
    }

    private static Instant modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException gone) {
            return Instant.MIN;
        }
    }
}
