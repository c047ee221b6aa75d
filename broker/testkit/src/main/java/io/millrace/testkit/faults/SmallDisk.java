package io.millrace.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of a few mebibytes, until it is closed; needs to be root on Linux. */
public final class SmallDisk implements AutoCloseable {

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /**
     * Where it cannot be mounted the test is skipped; for root under {@code CI=true} that is an error.
     *
     * @param folder made if it is not there
     */
    public static SmallDisk mount(Path folder, int bytes) throws IOException {
        Files.createDirectories(folder);
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=" + bytes, "tmpfs", folder.toString());
        if ("true".equals(System.getenv("CI")) && "root".equals(System.getProperty("user.name"))) {
            assertThat(mounted).as("a small file system could be mounted").isTrue();
        }
        assumeThat(mounted)
                .as("mounting a small file system needs root on Linux")
                .isTrue();
        return new SmallDisk(folder);
    }

    public Path folder() {
        return folder;
    }

    @Override
    public void close() {
        assertThat(run("umount", folder.toString())).as("unmounted").isTrue();
    }

    private static boolean run(String... command) {
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
        } catch (IOException noSuchCommand) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
