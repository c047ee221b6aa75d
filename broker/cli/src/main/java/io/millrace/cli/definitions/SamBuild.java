package io.millrace.cli.definitions;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What {@code sam build} leaves beside a template: a copy that names folders in which the code is built and ready. */
final class SamBuild {

    private static final Path FOLDER = Path.of(".aws-sam", "build");

    private SamBuild() {}

    /** The built copy of a template; empty when there is none, or it is older than the template. */
    static Optional<Path> of(Path template) {
        Path built = template.resolveSibling(FOLDER).resolve("template.yaml");
        boolean named = template.getFileName().toString().matches("template\\.(ya?ml|json)");
        return Optional.of(built)
                .filter(Files::isRegularFile)
                .filter(copy -> named
                        && copy.toFile().lastModified() >= template.toFile().lastModified());
    }

    /** Whether a folder is one of those in which the code is built. */
    static boolean made(Path folder) {
        Path parent = folder.toAbsolutePath().normalize().getParent();
        return parent != null && parent.endsWith(FOLDER);
    }
}
