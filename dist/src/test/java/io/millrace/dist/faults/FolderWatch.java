package io.millrace.dist.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Tells at once when something happens to a file. */
final class FolderWatch implements AutoCloseable {

    private static final long PATIENCE_S = 180;

    private final WatchService watch;

    /** @param folders at least one */
    FolderWatch(List<Path> folders, WatchEvent.Kind<Path> kind) throws IOException {
        watch = folders.get(0).getFileSystem().newWatchService();
        for (Path folder : folders) {
            folder.register(watch, kind);
        }
    }

    /** Waits for a file whose name fits. */
    void await(Predicate<String> fits) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (System.nanoTime() < deadline) {
            WatchKey key = watch.poll(1, TimeUnit.SECONDS);
            if (key != null) {
                for (WatchEvent<?> event : key.pollEvents()) {
                    if (event.context() instanceof Path name && fits.test(name.toString())) {
                        return;
                    }
                }
                key.reset();
            }
        }
        throw new AssertionError("nothing happened to such a file within " + PATIENCE_S + " s");
    }

    @Override
    public void close() throws IOException {
        watch.close();
    }
}
