package io.millrace.node.plugins;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles sources into a plugin's jar. */
final class PluginJar {

    private final List<Source> sources = new ArrayList<>();
    private String service = "";

    /** A source file; its name is found in the text. */
    PluginJar with(String className, String text) {
        sources.add(new Source(className, text));
        return this;
    }

    PluginJar service(String className) {
        service = className;
        return this;
    }

    /** Compiles into {@code folder/name.jar}; the folder is made. */
    Path writeTo(Path folder, String name) throws IOException {
        Files.createDirectories(folder);
        Path classes = Files.createTempDirectory(folder.getParent().getParent(), "classes");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        boolean compiled = compiler.getTask(
                        messages,
                        null,
                        null,
                        List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none"),
                        null,
                        sources)
                .call();
        if (!compiled) {
            throw new IllegalStateException(messages.toString());
        }
        Path jar = folder.resolve(name + ".jar");
        try (FileSystem zip = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of("create", "true"));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path inside = zip.getPath(classes.relativize(file).toString());
                if (inside.getParent() != null) {
                    Files.createDirectories(inside.getParent());
                }
                Files.copy(file, inside);
            }
            if (!service.isEmpty()) {
                Files.createDirectories(zip.getPath("META-INF/services"));
                Files.writeString(zip.getPath("META-INF/services/io.millrace.api.Plugin"), service);
            }
        }
        return jar;
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String className, String text) {
            super(URI.create("string:///" + className.replace('.', '/') + Kind.SOURCE.extension), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
