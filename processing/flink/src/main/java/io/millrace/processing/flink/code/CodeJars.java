package io.millrace.processing.flink.code;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipFile;

/** The user's jar and the jars in its folder lib, as a class path. Open while it is looked into; on one thread. */
final class CodeJars implements Closeable {

    /** Source: Flink's PackagedProgram, getContainedJarEntries. */
    private static final String LIB = "lib/";

    private static final String JAR = ".jar";
    private static final String CLASS = ".class";

    private final List<JarFile> jars = new ArrayList<>();
    private final List<Path> unpacked = new ArrayList<>();

    private CodeJars() {}

    /** @throws java.util.zip.ZipException when it is no jar, or not a whole one */
    static CodeJars open(Path jar) throws IOException {
        CodeJars opened = new CodeJars();
        try {
            JarFile user = opened.add(jar);
            for (JarEntry library : libraries(user)) {
                Path file = Files.createTempFile("millrace-", JAR);
                opened.unpacked.add(file);
                try (InputStream content = user.getInputStream(library)) {
                    Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
                }
                opened.add(file);
            }
            return opened;
        } catch (IOException | RuntimeException failure) {
            opened.close();
            throw failure;
        }
    }

    private JarFile add(Path jar) throws IOException {
        JarFile file = new JarFile(jar.toFile(), false, ZipFile.OPEN_READ, Runtime.version());
        jars.add(file);
        return file;
    }

    /** Jars inside a jar that Flink would unpack, in its order. */
    static List<JarEntry> libraries(JarFile jar) {
        return jar.stream()
                .filter(entry -> entry.getName().length() > LIB.length() + JAR.length())
                .filter(entry ->
                        entry.getName().startsWith(LIB) && entry.getName().endsWith(JAR))
                .toList();
    }

    /** The main class that the manifest names. */
    Optional<String> mainClass() throws IOException {
        Manifest manifest = jars.get(0).getManifest();
        if (manifest == null) {
            return Optional.empty();
        }
        Attributes attributes = manifest.getMainAttributes();
        String flinks = attributes.getValue("program-class");
        return Optional.ofNullable(flinks == null ? attributes.getValue(Attributes.Name.MAIN_CLASS) : flinks)
                .map(String::strip);
    }

    /** @param name with slashes */
    boolean has(String name) {
        return jars.stream().anyMatch(jar -> jar.getEntry(name + CLASS) != null);
    }

    /**
     * The class file that a class loader would find.
     *
     * @param name with slashes
     */
    Optional<byte[]> find(String name) throws IOException {
        for (JarFile jar : jars) {
            JarEntry entry = jar.getJarEntry(name + CLASS);
            if (entry != null) {
                try (InputStream content = jar.getInputStream(entry)) {
                    return Optional.of(content.readAllBytes());
                }
            }
        }
        return Optional.empty();
    }

    /** Names of the classes in the user's jar itself, with slashes. */
    List<String> ownClasses() {
        return jars.get(0).stream()
                .map(JarEntry::getName)
                .filter(name -> name.endsWith(CLASS) && !name.startsWith("META-INF/"))
                .map(name -> name.substring(0, name.length() - CLASS.length()))
                .toList();
    }

    @Override
    public void close() throws IOException {
        for (JarFile jar : jars) {
            jar.close();
        }
        for (Path file : unpacked) {
            Files.delete(file);
        }
    }
}
