package io.millrace.processing.flink.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Folders that may be in use while they are removed. Blocks. */
public final class Folders {

    private Folders() {}

    /** Removes a folder with all that is in it; nothing when it is not there. */
    public static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> walk = Files.walk(folder)) {
            all = walk.sorted(Collections.reverseOrder()).toList();
        }
        for (Path each : all) {
            try {
                Files.delete(each);
            } catch (NoSuchFileException gone) {
                // somebody else has removed it
            }
        }
    }
}
