package io.millrace.processing.functions.invoke;

import io.millrace.api.settings.Artifact;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipException;

/** The files of a function's code, packed or not. */
final class CodeFiles {

    private CodeFiles() {}

    /**
     * The files of a jar or zip, with their permissions where it tells them.
     *
     * @throws ZipException when it is neither
     */
    static FileSystem open(Artifact packed) throws IOException {
        try {
            return FileSystems.newFileSystem(packed.path(), Map.of("enablePosixFileAttributes", "true"));
        } catch (ProviderNotFoundException notAZip) {
            throw new ZipException("it is no jar or zip file, or not a whole one");
        }
    }

    /** Jars that the code brings, in the order of their names. */
    static List<Path> libraries(Path root) {
        Path folder = root.resolve("lib");
        List<Path> jars = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "*.jar")) {
                all.forEach(jars::add);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
        Collections.sort(jars);
        return jars;
    }
}
