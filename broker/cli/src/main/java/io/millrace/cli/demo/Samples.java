package io.millrace.cli.demo;

import io.millrace.cli.node.NodeProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where samples are: in the clone that the distribution was built in, else in the distribution. */
final class Samples {

    private Samples() {}

    static Optional<Path> find(String name) {
        Optional<Path> found = Optional.empty();
        for (Path folder = NodeProcess.home().toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path sample = folder.resolve("samples").resolve(name);
            found = Files.isDirectory(sample) ? Optional.of(sample) : found;
        }
        return found;
    }
}
