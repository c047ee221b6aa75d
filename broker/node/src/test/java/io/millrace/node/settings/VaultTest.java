package io.millrace.node.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {

    @TempDir
    Path folder;

    @Test
    void opensWhatItSealed() {
        Vault vault = new Vault(folder);

        for (String secret : new String[] {"hunter2", "", "ä😀\n", "x".repeat(100_000)}) {
            assertThat(vault.seal(secret)).matches("[-_A-Za-z0-9]+").isNotEqualTo(secret);
            assertThat(vault.open(vault.seal(secret))).isEqualTo(secret);
        }
    }

    @Test
    void theKeyIsMadeOnFirstUseForItsOwnerOnlyAndKept() throws IOException {
        Path dataDir = folder.resolve("data");
        Vault vault = new Vault(dataDir);
        assertThat(dataDir).doesNotExist();

        String text = vault.seal("hunter2");

        Path key = dataDir.resolve("secret.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        try (var files = Files.list(dataDir)) {
            assertThat(files).containsExactly(key);
        }
        assertThat(new Vault(dataDir).open(text)).isEqualTo("hunter2");
    }

    @Test
    void theSameSecretIsSealedToTheSameText() {
        Vault vault = new Vault(folder);

        assertThat(vault.seal("hunter2")).isEqualTo(vault.seal("hunter2")).isNotEqualTo(vault.seal("hunter3"));
        assertThat(new Vault(folder.resolve("other")).seal("hunter2")).isNotEqualTo(vault.seal("hunter2"));
    }

    @Test
    void whatWasChangedOrSealedElsewhereDoesNotOpen() {
        Vault vault = new Vault(folder);
        String text = vault.seal("hunter2");
        String changed = (text.charAt(30) == 'A' ? "B" : "A");

        for (String foreign : new String[] {
            text.substring(0, 30) + changed + text.substring(31),
            text.substring(0, text.length() - 4),
            "",
            "not base64!",
            new Vault(folder.resolve("other")).seal("hunter2")
        }) {
            assertThatThrownBy(() -> vault.open(foreign))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("does not open with this node's key");
        }
    }

    @Test
    void aDamagedKeyIsToldAndNotReplaced() throws IOException {
        Path key = Files.write(folder.resolve("secret.key"), new byte[3]);

        assertThatThrownBy(() -> new Vault(folder).seal("hunter2"))
                .isInstanceOf(ProblemException.class)
                .hasMessage(key + ": the key of stored secrets is damaged: it has 3 bytes, not 64."
                        + " Restore the file from a backup.");
        assertThat(key).hasSize(3);
    }

    @Test
    void aFolderThatCannotBeWrittenIsTold() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> new Vault(file.resolve("data")).seal("hunter2"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("the key of stored secrets cannot be");
    }
}
