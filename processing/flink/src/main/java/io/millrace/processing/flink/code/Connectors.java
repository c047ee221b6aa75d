package io.millrace.processing.flink.code;

import io.millrace.processing.flink.engine.Runtimes.Installed;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Connectors and formats that a script gets because it names them. */
final class Connectors {

    /** {@code flink-sql-connector-kafka-5.0.0-2.2.jar} serves what is called kafka, {@code flink-sql-parquet-2.3.0.jar} parquet. */
    private static final Pattern SERVES = Pattern.compile("flink-sql-(?:connector-)?([a-z0-9-]+?)-\\d.*");

    /** Formats whose jars do not bring Hadoop and its codecs. */
    private static final List<String> NEED_HADOOP = List.of("parquet", "orc");

    private Connectors() {}

    /** A script's jars: those of its definition, then connectors. */
    static List<Path> libraries(Code code, Installed runtime) throws IOException {
        List<Path> jars = new ArrayList<>();
        code.libraries().forEach(library -> jars.add(library.path()));
        jars.addAll(of(Files.readString(code.script().path()), runtime));
        return jars;
    }

    /** In the order of their names. Jars of the folder that serve nothing by name are what such formats need. */
    private static List<Path> of(String script, Installed runtime) throws IOException {
        String text = script.toLowerCase(Locale.ROOT);
        List<Path> jars = new ArrayList<>();
        if (!Files.isDirectory(runtime.sql())) {
            return jars;
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(runtime.sql(), "*.jar")) {
            for (Path jar : all) {
                Matcher serves = SERVES.matcher(jar.getFileName().toString());
                boolean isNamed = serves.matches()
                        ? text.contains(serves.group(1))
                        : NEED_HADOOP.stream().anyMatch(text::contains);
                if (isNamed) {
                    jars.add(jar);
                }
            }
        }
        return jars.stream().sorted().toList();
    }
}
