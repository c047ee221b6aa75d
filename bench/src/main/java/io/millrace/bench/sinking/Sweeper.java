package io.millrace.bench.sinking;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Empties what a run has written, so that the next bytes go to the same memory. Gigabytes of new files would each time be pages
 * that the machine has never used or has given back, and those cost a writer more than all that it does itself. One thread.
 *
 * @param folder in which each file is emptied, when there is such a folder
 */
record Sweeper(Path folder) implements Runnable {

    @Override
    public void run() {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                List<Path> files = all.filter(Files::isRegularFile).toList();
                for (Path file : files) {
                    empty(file);
                }
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    private static void empty(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            if (channel.size() > 0) {
                channel.truncate(0);
            }
        } catch (NoSuchFileException moved) {
            // it is looked at under its new name the next time
        }
    }
}
