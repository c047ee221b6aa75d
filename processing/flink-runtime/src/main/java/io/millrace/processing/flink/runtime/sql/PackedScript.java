package io.millrace.processing.flink.runtime.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A script as it lies in the jar of an application.
 *
 * <pre>
 * millrace/script.sql              what its author wrote
 * millrace/variables.properties    what the node says of itself
 * </pre>
 */
record PackedScript(String text, Map<String, String> variables) {

    static PackedScript read() throws IOException {
        Properties variables = new Properties();
        variables.load(new StringReader(resource("millrace/variables.properties")));
        Map<String, String> values = new HashMap<>();
        variables.stringPropertyNames().forEach(name -> values.put(name, variables.getProperty(name)));
        return new PackedScript(resource("millrace/script.sql"), values);
    }

    List<Statement> statements() throws SqlProblem {
        return SqlScript.statements(text, variables);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = PackedScript.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("the application's jar has no " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
