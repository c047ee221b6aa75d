package io.millrace.dist.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What lies on the disk of a sink, or of the store that it writes to, besides its finished files. */
final class SinkDisk {

    private static final String INTENT = "\\d{20}";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path store;
    private final boolean bucket;

    SinkDisk(Sink sink) {
        this.store = sink.store();
        this.bucket = sink.bucket() != null;
    }

    /**
     * How far the newest flush of a partition came.
     *
     * @param end offset after its last record; -1 when there was none
     * @param visible files of it
     * @param hidden files of it
     * @param open there are outputs that no intent names
     */
    record Flush(long end, int visible, int hidden, boolean open) {}

    /** By partition. */
    Map<Integer, Flush> flushes() throws IOException {
        Map<Integer, Flush> flushes = new HashMap<>();
        for (Path folder : areas()) {
            flushes.put(Integer.parseInt(folder.getFileName().toString()), flush(folder));
        }
        return flushes;
    }

    private Flush flush(Path folder) throws IOException {
        Path deployment = folder.getParent().getParent();
        Set<Path> outputs = new HashSet<>(children(deployment.resolve("tmp").resolve(deployment.relativize(folder))));
        Optional<Path> newest = children(folder).stream()
                .filter(file -> file.getFileName().toString().matches(INTENT))
                .max(Comparator.naturalOrder());
        long end = -1;
        int visible = 0;
        int hidden = 0;
        if (newest.isPresent()) {
            JsonNode intent = JSON.readTree(newest.get().toFile());
            end = intent.path("end").asLong();
            for (JsonNode file : intent.path("files")) {
                outputs.remove(output(file.path("output").asText()));
                if (Files.exists(store.resolve(file.path("name").asText()))) {
                    visible++;
                } else {
                    hidden++;
                }
            }
        }
        return new Flush(end, visible, hidden, outputs.stream().anyMatch(output -> !bucket || hasPart(output)));
    }

    /** The file that a handle names, or the one that keeps its upload on record. */
    private Path output(String handle) throws IOException {
        return store.resolve(bucket ? JSON.readTree(handle).path("record").asText() : handle);
    }

    /** Source: how s3proxy names the parts of an upload. */
    private boolean hasPart(Path record) {
        try {
            JsonNode upload = JSON.readTree(record.toFile());
            String id =
                    new String(Base64.getDecoder().decode(upload.path("upload").asText()), StandardCharsets.UTF_8);
            return Files.exists(
                    store.resolve(".mpus-" + id + "-" + upload.path("key").asText() + "-1"));
        } catch (IOException gone) {
            return false; // or written by half
        }
    }

    /** Where the intents of a partition are: {@code _millrace/<deployment>/<topic id>/<partition>}. */
    List<Path> intentFolders() throws IOException {
        return children(store.resolve("_millrace")).stream()
                .flatMap(SinkDisk::partitions)
                .toList();
    }

    /** The same, and those of partitions that have outputs only. */
    private Set<Path> areas() throws IOException {
        Set<Path> areas = new HashSet<>(intentFolders());
        for (Path deployment : children(store.resolve("_millrace"))) {
            Path outputs = deployment.resolve("tmp");
            partitions(outputs)
                    .map(outputs::relativize)
                    .map(deployment::resolve)
                    .forEach(areas::add);
        }
        return areas;
    }

    private static Stream<Path> partitions(Path folder) {
        return childrenOf(folder)
                .filter(topic -> !topic.endsWith("tmp"))
                .flatMap(SinkDisk::childrenOf)
                .filter(partition -> partition.getFileName().toString().matches("\\d+"));
    }

    private static Stream<Path> childrenOf(Path folder) {
        try {
            return children(folder).stream();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.toList();
        } catch (NoSuchFileException | NotDirectoryException none) {
            return List.of();
        }
    }
}
