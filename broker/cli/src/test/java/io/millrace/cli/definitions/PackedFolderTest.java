package io.millrace.cli.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackedFolderTest {

    @TempDir
    private Path one;

    @TempDir
    private Path other;

    @Test
    void isTheSameForTheSameFiles() throws IOException {
        write(one, "a.js", "b/c.js", "bootstrap");
        write(other, "bootstrap", "b/c.js", "a.js");
        Files.setLastModifiedTime(other.resolve("a.js"), FileTime.fromMillis(0));

        assertThat(PackedFolder.of(one)).hasSameBinaryContentAs(PackedFolder.of(other));
    }

    @Test
    void keepsWhatIsExecutableSo() throws IOException {
        write(one, "a.js", "bootstrap");
        assertThat(one.resolve("bootstrap").toFile().setExecutable(true)).isTrue();

        try (FileSystem packed =
                FileSystems.newFileSystem(PackedFolder.of(one), Map.of("enablePosixFileAttributes", "true"))) {
            assertThat(Files.readString(packed.getPath("a.js"))).isEqualTo("a.js");
            assertThat(Files.getPosixFilePermissions(packed.getPath("bootstrap")))
                    .contains(PosixFilePermission.OWNER_EXECUTE);
            assertThat(Files.getPosixFilePermissions(packed.getPath("a.js")))
                    .doesNotContain(PosixFilePermission.OWNER_EXECUTE);
        }
    }

    private static void write(Path folder, String... names) throws IOException {
        for (String name : names) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, name);
        }
    }
}
