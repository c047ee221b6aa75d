package io.millrace.processing.flink.code;

import io.millrace.api.settings.Artifact;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Builds jars as users do: from sources, against what is on a class path, with other jars inside. */
public final class UserJar {

    private final Path folder;
    private final List<Path> classPath = new ArrayList<>();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final Manifest manifest = new Manifest();

    /** @param folder to work in */
    public UserJar(Path folder) {
        this.folder = folder;
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    }

    public UserJar against(Path... jars) {
        classPath.addAll(List.of(jars));
        return this;
    }

    /** Everything in a folder of jars. */
    public UserJar againstAll(Path jars) throws IOException {
        try (Stream<Path> all = Files.list(jars)) {
            return against(all.toArray(Path[]::new));
        }
    }

    public UserJar mainClass(String name) {
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, name);
        return this;
    }

    public UserJar entry(String name, String text) {
        entries.put(name, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    public UserJar nested(String name, Path jar) throws IOException {
        entries.put(name, Files.readAllBytes(jar));
        return this;
    }

    /** Compiles classes together; only those stay in the jar that are not named as left out. */
    public UserJar classes(Map<String, String> sources, String... leftOut) throws IOException {
        Path in = Files.createTempDirectory(folder, "sources");
        Path out = Files.createTempDirectory(folder, "classes");
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-nowarn", "-d", out.toString()));
        if (!classPath.isEmpty()) {
            arguments.addAll(List.of(
                    "-cp",
                    String.join(
                            File.pathSeparator,
                            classPath.stream().map(Path::toString).toList())));
        }
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = in.resolve(source.getKey().replace('.', '/') + ".java");
            Files.createDirectories(file.getParent());
            Files.writeString(file, source.getValue());
            arguments.add(file.toString());
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler.run(null, null, null, arguments.toArray(String[]::new)) != 0) {
            throw new IllegalArgumentException("does not compile");
        }
        try (Stream<Path> all = Files.walk(out)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = out.relativize(file).toString();
                if (Stream.of(leftOut).noneMatch(each -> name.startsWith(each.replace('.', '/')))) {
                    entries.put(name, Files.readAllBytes(file));
                }
            }
        }
        return this;
    }

    public Path write(String name) throws IOException {
        Path jar = folder.resolve(name);
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
                out.closeEntry();
            }
        }
        return jar;
    }

    static Artifact artifact(Path file) {
        return new Artifact(file.getFileName().toString(), "", file);
    }
}
