package io.millrace.node.settings;

import io.millrace.api.problem.Suggestion;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What definitions may refer to. {@code ${env:X}} is a variable of the node's environment, {@code ${file:X}} the text of a file on
 * the node without its last line break, {@code ${file:X:key}} one property of it as Kafka's FileConfigProvider has it, {@code
 * ${millrace:X}} something the node knows. {@code $${…}} stands for the text {@code ${…}} itself.
 *
 * @param environment for {@code env}
 * @param node for {@code millrace}, such as {@code bootstrapServers}
 * @param artifacts the files that definitions name
 */
public record References(Map<String, String> environment, Map<String, Supplier<String>> node, Artifacts artifacts) {

    /** Bytes; more than any secret or certificate chain. */
    private static final int MAX_FILE = 256 * 1024;

    private static final Pattern REFERENCE = Pattern.compile("(\\$?)\\$\\{([a-z][a-z0-9]*):([^{}]*)}");

    public References {
        environment = Map.copyOf(environment);
        node = Map.copyOf(node);
    }

    /** Where files are that definitions name. May be asked from any thread. */
    public interface Artifacts {

        /** For definitions that name no files. */
        Artifacts NONE = new Artifacts() {
            @Override
            public Optional<String> digest(String name) {
                return Optional.empty();
            }

            @Override
            public Optional<Path> path(String sha256) {
                return Optional.empty();
            }
        };

        /** The digest of the file that this submission uploaded under a name. */
        Optional<String> digest(String name);

        /** Where this node has a file; empty when it is not there. */
        Optional<Path> path(String sha256);
    }

    /** True when the text is nothing but one reference. */
    static boolean isReference(String text) {
        Matcher reference = REFERENCE.matcher(text);
        return reference.matches() && reference.group(1).isEmpty();
    }

    /**
     * The text with every reference replaced. May block on a disk.
     *
     * @throws BadValue naming the reference that leads nowhere
     */
    String resolve(String text) throws BadValue {
        Matcher references = REFERENCE.matcher(text);
        StringBuilder resolved = new StringBuilder();
        while (references.find()) {
            String value = references.group(1).isEmpty()
                    ? lookup(references.group(2), references.group(3))
                    : references.group().substring(1);
            references.appendReplacement(resolved, Matcher.quoteReplacement(value));
        }
        return references.appendTail(resolved).toString();
    }

    private String lookup(String scheme, String name) throws BadValue {
        return switch (scheme) {
            case "env" -> variable(name);
            case "file" -> file(name);
            case "millrace" -> known(name);
            default ->
                throw unresolved(
                        "but '" + scheme + ":' refers to nothing",
                        "Use env:, file: or millrace:, or write $${ for the text itself.");
        };
    }

    private String variable(String name) throws BadValue {
        String value = environment.get(name);
        if (value == null) {
            throw unresolved("but the node's environment has no " + name, "Set the variable and start the node again.");
        }
        return value;
    }

    private String known(String name) throws BadValue {
        Supplier<String> value = node.get(name);
        if (value == null) {
            throw unresolved("but the node knows no '" + name + "' here", Suggestion.mend(name, node.keySet()));
        }
        return value.get();
    }

    private static String file(String name) throws BadValue {
        try {
            Path path = Path.of(name);
            int colon = name.lastIndexOf(':');
            if (Files.notExists(path) && colon > 0) {
                Properties properties = new Properties();
                properties.load(new StringReader(read(Path.of(name.substring(0, colon)))));
                String value = properties.getProperty(name.substring(colon + 1));
                if (value == null) {
                    throw unresolved(
                            "but the file has no property '" + name.substring(colon + 1) + "'",
                            "Add it to the file, or correct the name after the last colon.");
                }
                return value;
            }
            return read(path).replaceFirst("\\R$", "");
        } catch (InvalidPathException notPath) {
            throw unresolved("but that is no path", "Correct the path.");
        } catch (IOException | IllegalArgumentException unreadable) {
            throw unresolved(
                    "but the node cannot read the file", "Correct the path, or let the node's user read the file.");
        }
    }

    private static String read(Path path) throws IOException, BadValue {
        if (!Files.isRegularFile(path)) {
            throw unresolved(
                    Files.exists(path) ? "but that is not a file" : "but the node has no such file",
                    "Correct the path; it is read on the node.");
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MAX_FILE + 1);
            if (bytes.length > MAX_FILE) {
                throw unresolved("but the file has more than 256 KiB", "Name a smaller file.");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static BadValue unresolved(String clause, String mend) {
        return new BadValue("unresolved-reference", clause, mend);
    }
}
