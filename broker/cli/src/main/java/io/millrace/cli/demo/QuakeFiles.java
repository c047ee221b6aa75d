package io.millrace.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads back the files that a sink has finished, with nothing of the sink's own code. Used by one thread. */
abstract class QuakeFiles implements Outcome {

    static final double STRONG = 4.5;

    private final Path folder;
    private final Pattern name;
    private final JsonNode expected;
    private final Map<Path, Long> counted = new HashMap<>();

    /**
     * @param folder that all of them are below
     * @param name of a finished file
     * @param expected what must be in them
     */
    QuakeFiles(Path folder, Pattern name, JsonNode expected) {
        this.folder = folder;
        this.name = name;
        this.expected = expected;
    }

    Path folder() {
        return folder;
    }

    @Override
    public String where() {
        return "in finished files";
    }

    List<Path> finished() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return isHidden(folder.relativize(directory)) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (name.matcher(file.getFileName().toString()).matches() && attributes.isRegularFile()) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE; // what is not finished comes and goes
                }
                throw failure;
            }
        });
        found.sort(null);
        return found;
    }

    /** Where a store keeps the parts of what is not finished. */
    private static boolean isHidden(Path path) {
        return path.toString().startsWith(".");
    }

    /** In finished files; reads each file once, as a finished one never changes. */
    @Override
    public long events() throws IOException {
        long events = 0;
        for (Path file : finished()) {
            Long known = counted.get(file);
            if (known == null) {
                known = count(file);
                counted.put(file, known);
            }
            events += known;
        }
        return events;
    }

    abstract long count(Path file) throws IOException;

    /** Reads all of them. */
    abstract QuakeFacts facts() throws IOException;

    @Override
    public Map<String, String> expected() {
        return QuakeFacts.expected(expected).byName();
    }

    @Override
    public Map<String, String> found() throws IOException {
        return facts().byName();
    }

    @Override
    public void close() throws IOException {}
}
