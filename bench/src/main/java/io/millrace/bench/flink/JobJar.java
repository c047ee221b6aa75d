package io.millrace.bench.flink;

import io.millrace.bench.Bench;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** The application as users have it: one jar with the program and its connector. */
final class JobJar {

    private JobJar() {}

    /** Packs it; it is the same for both sides. */
    static Path pack(Bench bench) {
        Path file = bench.folder("job").resolve("counting.jar");
        String path = CountingJob.class.getName().replace('.', '/');
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file));
                JarFile connector = new JarFile(connector(bench).toFile())) {
            for (String part : new String[] {"", "$Counting"}) {
                String name = path + part + ".class";
                jar.putNextEntry(new JarEntry(name));
                try (InputStream contents = JobJar.class.getResourceAsStream("/" + name)) {
                    contents.transferTo(jar);
                }
            }
            for (JarEntry entry : Collections.list(connector.entries())) {
                if (!entry.isDirectory() && !entry.getName().equals(JarFile.MANIFEST_NAME)) {
                    jar.putNextEntry(new JarEntry(entry.getName()));
                    connector.getInputStream(entry).transferTo(jar);
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return file;
    }

    private static Path connector(Bench bench) throws IOException {
        try (Stream<Path> files = Files.list(newest(bench).resolve("sql"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("flink-sql-connector-kafka"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** The folder of the newest Flink that the distribution brings. */
    static Path newest(Bench bench) throws IOException {
        try (Stream<Path> files = Files.list(bench.distribution().resolve("flink"))) {
            return files.filter(folder -> folder.getFileName().toString().startsWith("2."))
                    .max(Path::compareTo)
                    .orElseThrow();
        }
    }
}
