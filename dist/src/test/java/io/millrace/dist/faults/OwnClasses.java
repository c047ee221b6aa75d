package io.millrace.dist.faults;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** Classes of these tests, for processes that are none of theirs. */
final class OwnClasses {

    private OwnClasses() {}

    /** Adds a class, and those within it. */
    static void add(Class<?> type, JarOutputStream jar) throws IOException, URISyntaxException {
        Path root =
                Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        String packagePath = type.getPackageName().replace('.', '/');
        try (Stream<Path> classes = Files.list(root.resolve(packagePath))) {
            for (Path each : classes.toList()) {
                String name = each.getFileName().toString();
                if (name.matches(type.getSimpleName() + "(\\$.*)?\\.class")) {
                    jar.putNextEntry(new JarEntry(packagePath + "/" + name));
                    Files.copy(each, jar);
                }
            }
        }
    }

    /** Adds all that another jar has, but what belongs to it as a jar. */
    static void addJar(Path other, JarOutputStream jar) throws IOException {
        try (JarFile contents = new JarFile(other.toFile())) {
            for (JarEntry entry : Collections.list(contents.entries())) {
                if (!entry.isDirectory() && !entry.getName().matches("META-INF/(MANIFEST\\.MF|.*\\.(SF|RSA|DSA))")) {
                    jar.putNextEntry(new JarEntry(entry.getName()));
                    contents.getInputStream(entry).transferTo(jar);
                }
            }
        }
    }
}
