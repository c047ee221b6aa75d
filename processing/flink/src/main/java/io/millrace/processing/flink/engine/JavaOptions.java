package io.millrace.processing.flink.engine;

import io.millrace.api.settings.InvalidSetting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The flags for the Java machine among Flink's own settings. The one process of an application is job manager and task manager, so
 * it has the flags of both, after those of all.
 *
 * <p>Source: CoreOptions of Flink; {@code env.java.opts} is what it called {@code env.java.opts.all} before.
 */
public final class JavaOptions {

    private static final String SETTING = "flinkConfiguration";

    private static final List<String> NAMES =
            List.of("env.java.opts", "env.java.opts.all", "env.java.opts.jobmanager", "env.java.opts.taskmanager");

    private static final char NONE = 0;

    private JavaOptions() {}

    /**
     * In the order in which Flink's scripts have them, where the last of two that differ counts.
     *
     * @param configuration Flink's settings
     * @throws InvalidSetting for what the Java machine would take for something else than a flag
     */
    public static List<String> of(Map<String, String> configuration) {
        List<String> all = new ArrayList<>();
        for (String name : NAMES) {
            List<String> flags = words(name, configuration.getOrDefault(name, ""));
            for (int i = 0; i < flags.size(); i++) {
                if (!flags.get(i).startsWith("-") && (i == 0 || !takesAValue(flags.get(i - 1)))) {
                    throw new InvalidSetting(
                            SETTING,
                            name + " has '" + flags.get(i) + "', which is no flag of the Java machine.",
                            "Write flags such as -XX:+UseG1GC, with quotes around one that has blanks.");
                }
            }
            all.addAll(flags);
        }
        return all;
    }

    /** Such as {@code --add-opens}. */
    private static boolean takesAValue(String flag) {
        return flag.startsWith("--") && !flag.contains("=");
    }

    /** As a shell reads them: blanks part words, quotes keep what they enclose, a backslash keeps what follows it. */
    private static List<String> words(String name, String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        char quote = NONE;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && escapes(text, i, quote)) {
                i++;
                word.append(text.charAt(i));
                begun = true;
            } else if (quote != NONE) {
                if (c == quote) {
                    quote = NONE;
                } else {
                    word.append(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
                begun = true;
            } else if (!Character.isWhitespace(c)) {
                word.append(c);
                begun = true;
            } else if (begun) {
                words.add(word.toString());
                word.setLength(0);
                begun = false;
            }
        }
        if (quote != NONE) {
            throw new InvalidSetting(
                    SETTING,
                    name + " has a " + quote + " that nothing closes: " + text,
                    "Close it with another " + quote + ".");
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }

    private static boolean escapes(String text, int backslash, char quote) {
        if (backslash + 1 == text.length()) {
            return false;
        }
        char next = text.charAt(backslash + 1);
        return quote == NONE || (quote == '"' && (next == '"' || next == '\\'));
    }
}
