package io.millrace.node.settings;

import io.millrace.api.problem.Problem;
import io.millrace.node.settings.Tree.Entry;
import io.millrace.node.settings.Tree.Form;
import io.millrace.node.settings.Tree.Mapping;
import io.millrace.node.settings.Tree.Scalar;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads Java properties, the form of Kafka Connect's standalone worker, as {@code name} and {@code config}. Source:
 * {@link Properties#load(java.io.Reader)}.
 */
final class PropertiesReader {

    /**
     * An entry with its continued lines; comments and blank lines do not match. The possessive quantifiers keep long values off
     * the stack.
     */
    private static final Pattern ENTRY = Pattern.compile(
            "^[ \\t\\f]*+(?<key>(?![#!])(?:\\\\(?:\\r\\n|.|\\n)|[^\\\\\\s:=])++)"
                    + "[ \\t\\f]*+[:=]?+[ \\t\\f]*+(?<value>(?:\\\\(?:\\r\\n|.|\\n)|[^\\\\\\r\\n])*+)",
            Pattern.MULTILINE);

    private final String text;
    private final String file;
    private int line = 1;
    private int lineStart;
    private int codePoint;
    private int at;

    private PropertiesReader(String text, String file) {
        this.text = text;
        this.file = file;
    }

    /** The document; a doubled key has its first value. */
    static Mapping read(String text, String file, List<Problem> problems) {
        Map<String, Entry> config = new PropertiesReader(text, file).entries(problems);
        Mark top = new Mark(file, 1, 1, 0, 0);
        Map<String, Entry> document = new LinkedHashMap<>();
        if (config.containsKey("name")) {
            document.put("name", config.get("name"));
        }
        document.put("config", new Entry("config", top, new Mapping(config, top)));
        return new Mapping(document, top);
    }

    private Map<String, Entry> entries(List<Problem> problems) {
        Map<String, Entry> config = new LinkedHashMap<>();
        Matcher found = ENTRY.matcher(text);
        while (found.find()) {
            Mark keyMark = mark(found.start("key"), found.end("key"));
            Mark valueMark = mark(found.start("value"), found.end("value"));
            Properties one = new Properties();
            try {
                one.load(new StringReader(found.group()));
            } catch (IllegalArgumentException escape) {
                problems.add(Problem.user(
                        "properties",
                        "a \\u is not followed by four hexadecimal digits.",
                        keyMark.where("config." + found.group("key")),
                        "Write \\\\u for a backslash and a u."));
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            one.stringPropertyNames().forEach(key -> {
                Scalar value = new Scalar(one.getProperty(key), Form.TEXT, valueMark);
                Entry first = config.putIfAbsent(key, new Entry(key, keyMark, value));
                if (first != null) {
                    problems.add(Tree.duplicate(key, first, keyMark.where("config." + key)));
                }
            });
        }
        return config;
    }

    /** The place of a part that starts after all parts asked for before. */
    private Mark mark(int start, int end) {
        codePoint += text.codePointCount(at, start);
        for (; at < start; at++) {
            if (text.charAt(at) == '\n') {
                line++;
                lineStart = at + 1;
            }
        }
        return new Mark(file, line, start - lineStart + 1, codePoint, codePoint + text.codePointCount(start, end));
    }
}
