package io.millrace.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(
                            path -> name.matcher(path.getFileName().toString()).matches())
                    .filter(path -> !isHidden(folder.relativize(path)))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
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
