package io.millrace.processing.flink.code;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;

/**
 * Writes the jar that Flink is given, entry by entry. It is readable for the node's user only: property groups may hold what others
 * must not see.
 */
final class ProgramJar implements Closeable {

    private static final String PROPERTY_GROUPS =
            "com/amazonaws/services/kinesisanalytics/runtime/application_properties.json";
    private static final String SCRIPT = "millrace/script.sql";
    private static final String VARIABLES = "millrace/variables.properties";

    private static final String TRANSACTIONAL_ID_PREFIX = "transactional.id.prefix";

    /** In the jar of our own classes: what applications are given, and what runs a script. */
    private static final List<String> OURS = List.of("com/amazonaws/", "io/millrace/processing/flink/runtime/sql/");

    private final JarOutputStream out;
    private int libraries;

    private ProgramJar(OutputStream out, String entryClass) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, entryClass);
        this.out = new JarOutputStream(out, manifest);
        // Jars are compressed already.
        this.out.setLevel(Deflater.NO_COMPRESSION);
    }

    /**
     * Writes it to a file, which is there only when it is whole. Blocks.
     *
     * @param ownClasses folder of the jars of our own classes
     * @param libraries in the order of the class path
     */
    static void write(Code code, String entryClass, Path ownClasses, List<Path> libraries, Path file)
            throws IOException {
        Path growing = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(growing);
        Files.createFile(growing, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (ProgramJar jar = new ProgramJar(Files.newOutputStream(growing), entryClass)) {
            jar.addOurs(ownClasses);
            jar.add(PROPERTY_GROUPS, groups(code));
            if (code.script() != null) {
                jar.add(SCRIPT, Files.readString(code.script().path()));
                jar.add(VARIABLES, variables(code));
            }
            for (Path library : libraries) {
                jar.addLibrary(library);
            }
        }
        Files.move(growing, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Writes what it would have of a script into a folder. */
    static void writeScript(Code code, Path folder) throws IOException {
        Files.createDirectories(folder.resolve(SCRIPT).getParent());
        Files.copy(code.script().path(), folder.resolve(SCRIPT));
        Files.writeString(folder.resolve(VARIABLES), variables(code));
    }

    private void addOurs(Path jars) throws IOException {
        try (DirectoryStream<Path> each = Files.newDirectoryStream(jars, "*.jar")) {
            for (Path path : each) {
                try (JarFile jar = new JarFile(path.toFile())) {
                    for (JarEntry entry : Collections.list(jar.entries())) {
                        if (!entry.isDirectory() && OURS.stream().anyMatch(entry.getName()::startsWith)) {
                            add(entry.getName(), jar, entry);
                        }
                    }
                }
            }
        }
    }

    /** Adds a jar, and after it those that it has in its own folder lib. */
    private void addLibrary(Path path) throws IOException {
        begin(libraryName(path.getFileName().toString()));
        Files.copy(path, out);
        out.closeEntry();
        try (JarFile jar = new JarFile(path.toFile(), false)) {
            for (JarEntry nested : CodeJars.libraries(jar)) {
                add(libraryName(nested.getName().substring(nested.getName().lastIndexOf('/') + 1)), jar, nested);
            }
        }
    }

    /** Two jars may have one name, and one that is kept by its digest has none. */
    private String libraryName(String name) {
        String jar = name.endsWith(".jar") ? name : name + ".jar";
        return String.format("lib/%03d-%s", libraries++, jar);
    }

    private void add(String name, JarFile from, JarEntry entry) throws IOException {
        begin(name);
        try (InputStream content = from.getInputStream(entry)) {
            content.transferTo(out);
        }
        out.closeEntry();
    }

    private void add(String name, String text) throws IOException {
        begin(name);
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.closeEntry();
    }

    private void begin(String name) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(0); // equal programs are equal files
        out.putNextEntry(entry);
    }

    /** As applications of Managed Service for Apache Flink find them in their file. */
    private static String groups(Code code) {
        JsonArray groups = new JsonArray();
        new TreeMap<>(code.propertyGroups()).forEach((name, given) -> {
            JsonObject properties = new JsonObject(new TreeMap<>(given));
            if (!given.containsKey(TRANSACTIONAL_ID_PREFIX)) {
                properties.put(TRANSACTIONAL_ID_PREFIX, code.transactionalIdPrefix() + "." + name);
            }
            groups.add(new JsonObject().put("PropertyGroupId", name).put("PropertyMap", properties));
        });
        return groups.encode();
    }

    /** All names, so that a script that misspells one can be told of them. */
    private static String variables(Code code) throws IOException {
        String script = Files.readString(code.script().path());
        Properties variables = new Properties();
        code.variables().forEach((name, value) -> {
            boolean isUsed = script.contains("${millrace:" + name + "}");
            variables.setProperty(name, isUsed ? value.get() : "");
        });
        StringWriter text = new StringWriter();
        variables.store(text, null);
        return text.toString().replaceFirst("#.*\\R", ""); // the time
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
