package io.millrace.bench.functions;

import com.amazonaws.services.lambda.runtime.events.KafkaEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** What handlers are written in. */
enum Language {
    JAVA("Java", "java17", "io.millrace.bench.functions.Handlers::", "java"),
    NODE("Node", "nodejs18.x", "handlers.", "node"),
    PYTHON("Python", "python3.9", "handlers.", "python3");

    private static final String EVENTS_IN_PACKAGE = "lib/aws-lambda-java-events.jar";

    private final String title;
    private final String runtime;
    private final String file;
    private final String program;

    Language(String title, String runtime, String file, String program) {
        this.title = title;
        this.runtime = runtime;
        this.file = file;
        this.program = program;
    }

    /** As a person writes it. */
    String title() {
        return title;
    }

    /** For the names of runs and functions. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** For {@code runtime:}. A later one than this runs it as well. */
    String runtime() {
        return runtime;
    }

    /** For {@code handler:}. */
    String handler(String function) {
        return file + function;
    }

    /** Whether this machine runs it. */
    boolean isHere() {
        try {
            return new ProcessBuilder(program, "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Writes the handlers as they are deployed, for {@code codeUri:}. */
    Path code(Path folder) {
        try {
            return switch (this) {
                case JAVA -> zip(folder.resolve("handlers.zip"));
                case NODE -> resource("handlers.mjs", folder);
                case PYTHON -> resource("handlers.py", folder);
            };
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Path resource(String name, Path folder) throws IOException {
        try (InputStream content = Language.class.getResourceAsStream(name)) {
            Files.copy(content, folder.resolve(name));
        }
        return folder;
    }

    private static Path zip(Path file) throws IOException {
        String handlers = Handlers.class.getName().replace('.', '/') + ".class";
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out);
                InputStream content = Handlers.class.getResourceAsStream("/" + handlers)) {
            zip.putNextEntry(new ZipEntry(handlers));
            content.transferTo(zip);
            zip.putNextEntry(new ZipEntry(EVENTS_IN_PACKAGE));
            Files.copy(jarOf(KafkaEvent.class), zip);
        }
        return file;
    }

    private static Path jarOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
