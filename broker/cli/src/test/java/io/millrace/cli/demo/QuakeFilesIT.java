package io.millrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuakeFilesIT {

    private static final int TIMES = 5_000;

    @TempDir
    private Path folder;

    @Test
    void seesFinishedFilesAmongOthersThatComeAndGo() throws IOException {
        Path finished = Files.createFile(
                Files.createDirectory(folder.resolve("day=2018-02-02")).resolve("part-0"));
        QuakeFiles files = new Finished(folder);
        CompletableFuture<Void> others = CompletableFuture.runAsync(this::comeAndGo);
        while (!others.isDone()) {
            assertThat(files.finished()).containsExactly(finished);
        }
        others.join();
    }

    private void comeAndGo() {
        try {
            for (int i = 0; i < TIMES; i++) {
                Files.delete(Files.createFile(folder.resolve("stub-" + i)));
            }
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static final class Finished extends QuakeFiles {

        Finished(Path folder) {
            super(folder, Pattern.compile("part-.*"), NullNode.getInstance());
        }

        @Override
        long count(Path file) {
            return 0;
        }

        @Override
        QuakeFacts facts() {
            throw new UnsupportedOperationException();
        }
    }
}
