package io.millrace.cli.definitions;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Makes a zip of a folder: the same bytes for the same files, whenever it is made, so that it is uploaded once. */
final class PackedFolder {

    private static final String ZIP = "packed.zip";

    private PackedFolder() {}

    /** The zip, in a folder that is gone when this process has ended. Links are followed; files stay executable. */
    static Path of(Path folder) throws IOException {
        Path zip = Folders.temporary().resolve(ZIP);
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            files = all.filter(Files::isRegularFile)
                    .sorted((one, other) -> name(folder, one).compareTo(name(folder, other)))
                    .toList();
        }
        // A zip's times are local ones; the first that it can tell.
        FileTime time = FileTime.from(LocalDateTime.of(1980, 1, 1, 0, 0)
                .atZone(ZoneId.systemDefault())
                .toInstant());
        Map<String, String> settings = Map.of("create", "true", "enablePosixFileAttributes", "true");
        try (FileSystem packed = FileSystems.newFileSystem(zip, settings)) {
            for (Path file : files) {
                Path entry = packed.getPath("/" + name(folder, file));
                Files.createDirectories(entry.getParent());
                Files.copy(file, entry);
                Files.setPosixFilePermissions(
                        entry, PosixFilePermissions.fromString(Files.isExecutable(file) ? "rwxr-xr-x" : "rw-r--r--"));
                for (Path each = entry; each.getParent() != null; each = each.getParent()) {
                    Files.setLastModifiedTime(each, time);
                }
            }
        }
        return zip;
    }

    private static String name(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }
}
