package io.millrace.processing.flink;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Builds jars as users of Flink do: compiled against Flink, with the connector inside. */
final class JobJar {

    static final Path FLINK = Path.of(System.getProperty("millrace.home"), "flink", "2.3.0");

    private static final String SEVEN = "KEYS = 7;";

    private JobJar() {}

    /** The job of {@code jobs/CountingJob.java}, with Kafka's connector; its URI, which the node reads in place. */
    static String counting(Path folder) throws IOException {
        return counting(folder, SEVEN);
    }

    /** The same, of other classes of the same names. */
    static String countingByFive(Path folder) throws IOException {
        return counting(folder, "KEYS = 5;");
    }

    private static String counting(Path folder, String keys) throws IOException {
        Path source = Files.createDirectories(folder.resolve("jobs")).resolve("CountingJob.java");
        try (InputStream job = JobJar.class.getResourceAsStream("/jobs/CountingJob.java")) {
            Files.writeString(source, new String(job.readAllBytes(), StandardCharsets.UTF_8).replace(SEVEN, keys));
        }
        Path classes = Files.createDirectories(folder.resolve("classes"));
        compile(source, classes, classPath());
        Path jar = folder.resolve("counting.jar");
        pack(jar, "jobs.CountingJob", classes, connector());
        return jar.toUri().toString();
    }

    static Path connector() throws IOException {
        try (Stream<Path> jars = Files.list(FLINK.resolve("sql"))) {
            return jars.filter(jar -> jar.getFileName().toString().contains("connector-kafka"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String classPath() throws IOException {
        try (Stream<Path> jars = Files.list(FLINK.resolve("lib"))) {
            return connector()
                    + File.pathSeparator
                    + String.join(File.pathSeparator, jars.map(Path::toString).toList());
        }
    }

    private static void compile(Path source, Path classes, String classPath) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            Iterable<? extends JavaFileObject> sources = files.getJavaFileObjects(source);
            boolean compiled = compiler.getTask(
                            null,
                            files,
                            null,
                            List.of("-proc:none", "-nowarn", "-cp", classPath, "-d", classes.toString()),
                            null,
                            sources)
                    .call();
            if (!compiled) {
                throw new IllegalStateException(source + " does not compile");
            }
        }
    }

    private static void pack(Path jar, String mainClass, Path classes, Path library) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, mainClass);
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest);
                Stream<Path> all = Files.walk(classes)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(each).toString()));
                Files.copy(each, out);
            }
            out.putNextEntry(new JarEntry("lib/" + library.getFileName()));
            Files.copy(library, out);
        }
    }
}
