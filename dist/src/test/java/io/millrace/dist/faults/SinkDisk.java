package io.millrace.dist.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What lies on the disk of a file sink besides its finished files. */
final class SinkDisk {

    private static final String INTENT = "\\d{20}";

    private final Path store;

    SinkDisk(Path store) {
        this.store = store;
    }

    /**
     * How far the newest flush of a partition came.
     *
     * @param end offset after its last record; -1 when there was none
     * @param visible all its files are
     * @param open other files are being written
     */
    record Flush(long end, boolean visible, boolean open) {}

    /** By partition; of a disk that nobody writes to. */
    Map<Integer, Flush> flushes() throws IOException {
        Map<Integer, Flush> flushes = new HashMap<>();
        for (Path folder : intentFolders()) {
            Path deployment = folder.getParent().getParent();
            String area = deployment.relativize(folder).toString();
            Optional<Path> newest = children(folder).stream()
                    .filter(file -> file.getFileName().toString().matches(INTENT))
                    .max(Comparator.naturalOrder());
            Set<Path> outputs = new HashSet<>(children(deployment.resolve("tmp").resolve(area)));
            long end = -1;
            boolean visible = true;
            if (newest.isPresent()) {
                JsonNode intent = new ObjectMapper().readTree(newest.get().toFile());
                end = intent.path("end").asLong();
                for (JsonNode file : intent.path("files")) {
                    visible &= !outputs.remove(store.resolve(file.path("output").asText()));
                }
            }
            flushes.put(Integer.parseInt(folder.getFileName().toString()), new Flush(end, visible, !outputs.isEmpty()));
        }
        return flushes;
    }

    /** {@code _millrace/<deployment>/<topic id>/<partition>}. */
    List<Path> intentFolders() throws IOException {
        return children(store.resolve("_millrace")).stream()
                .flatMap(SinkDisk::childrenOf)
                .filter(topic -> !topic.endsWith("tmp"))
                .flatMap(SinkDisk::childrenOf)
                .filter(partition -> partition.getFileName().toString().matches("\\d+"))
                .toList();
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
