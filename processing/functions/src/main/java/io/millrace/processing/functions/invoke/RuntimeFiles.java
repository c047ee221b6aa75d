package io.millrace.processing.functions.invoke;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What processes need beside the user's code: our bootstraps, and AWS's runtime client for Java.
 *
 * @param folder where the bootstraps and the native part of the client are unpacked to
 * @param javaRuntime the client's jars, which lie in a folder beside the plugin's own
 * @param nativeClient of this machine; empty where there is none for it
 */
record RuntimeFiles(Path folder, List<Path> javaRuntime, Optional<Path> nativeClient) {

    private static final List<String> BOOTSTRAPS = List.of("bootstrap.mjs", "bootstrap.py");
    private static final String CLIENT = "aws-lambda-java-runtime-interface-client";
    private static final String JARS = "java-runtime";

    /**
     * Unpacks them. Blocks.
     *
     * @param plugin the plugin's own folder
     */
    static RuntimeFiles unpack(Path plugin, Path folder) {
        try {
            Files.createDirectories(folder);
            for (String name : BOOTSTRAPS) {
                try (InputStream resource = RuntimeFiles.class.getResourceAsStream(name)) {
                    replace(resource, folder.resolve(name));
                }
            }
            List<Path> jars = jars(plugin);
            return new RuntimeFiles(folder, jars, nativeClient(jars, folder));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Path bootstrap(String name) {
        return folder.resolve(name);
    }

    private static List<Path> jars(Path plugin) throws IOException {
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(plugin.resolve(JARS), "*.jar")) {
            all.forEach(jars::add);
        }
        Collections.sort(jars);
        return jars;
    }

    /** The client would unpack it by itself, for all processes to one file in /tmp, under the eyes of those that use it. */
    private static Optional<Path> nativeClient(List<Path> jars, Path folder) throws IOException {
        String processor = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
        String name = "libaws-lambda-jni.linux" + (isMusl() ? "_musl" : "") + "-" + processor + ".so";
        Optional<Path> client = jars.stream()
                .filter(jar -> jar.getFileName().toString().startsWith(CLIENT))
                .findFirst();
        if (client.isEmpty() || !System.getProperty("os.name").equals("Linux")) {
            return Optional.empty();
        }
        try (FileSystem jar = FileSystems.newFileSystem(client.get());
                InputStream library = Files.newInputStream(jar.getPath("jni", name))) {
            return Optional.of(replace(library, folder.resolve(name)));
        }
    }

    private static boolean isMusl() throws IOException {
        try (DirectoryStream<Path> loaders = Files.newDirectoryStream(Path.of("/lib"), "ld-musl-*")) {
            return loaders.iterator().hasNext() && Files.notExists(Path.of("/lib64"));
        }
    }

    /** A process that runs keeps the file that it has open. */
    private static Path replace(InputStream content, Path file) throws IOException {
        Path growing = file.resolveSibling(file.getFileName() + ".new");
        Files.copy(content, growing, StandardCopyOption.REPLACE_EXISTING);
        return Files.move(growing, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
