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

    /** A line with its continuations: indentation, key, separator, value. Comments and blank lines do not match. */
    private static final Pattern LINE = Pattern.compile(
            "^(?<indent>[ \\t\\f]*+)(?<key>(?![#!])(?:\\\\(?:\\r\\n|.|\\n)|[^\\\\\\s:=])++)"
                    + "(?<separator>[ \\t\\f]*+[:=]?+[ \\t\\f]*+)(?<value>(?:\\\\(?:\\r\\n|.|\\n)|[^\\\\\\r\\n])*+)",
            Pattern.MULTILINE);

    private PropertiesReader() {}

    static Mapping read(String text, String file, List<Problem> problems) {
        Map<String, Entry> config = new LinkedHashMap<>();
        Matcher lines = LINE.matcher(text);
        while (lines.find()) {
            Mark keyMark = mark(text, file, lines.start("key"), lines.end("key"));
            Mark valueMark = mark(text, file, lines.start("value"), lines.end("value"));
            Properties one = new Properties();
            try {
                one.load(new StringReader(lines.group()));
            } catch (IllegalArgumentException escape) {
                problems.add(Problem.user(
                        "properties",
                        "a \\u is not followed by four hexadecimal digits.",
                        keyMark.where(lines.group("key")),
                        "Write \\\\u for a backslash and a u."));
                continue;
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            one.forEach((key, value) -> {
                String name = (String) key;
                Entry first = config.putIfAbsent(
                        name, new Entry(name, keyMark, new Scalar((String) value, Form.TEXT, valueMark)));
                if (first != null) {
                    problems.add(Problem.user(
                            "duplicate-key",
                            name + " is written twice, first in line "
                                    + first.keyMark().line() + ".",
                            keyMark.where("config." + name),
                            "Remove one of the two."));
                }
            });
        }
        Mark top = new Mark(file, 1, 1, 0, 0);
        Map<String, Entry> document = new LinkedHashMap<>();
        if (config.containsKey("name")) {
            document.put("name", config.get("name"));
        }
        document.put("config", new Entry("config", top, new Mapping(config, top)));
        return new Mapping(document, top);
    }

    private static Mark mark(String text, String file, int start, int end) {
        String before = text.substring(0, start);
        int line = 1 + (int) before.chars().filter(each -> each == '\n').count();
        int codePoint = before.codePointCount(0, before.length());
        return new Mark(
                file, line, start - before.lastIndexOf('\n'), codePoint, codePoint + text.codePointCount(start, end));
    }
}
