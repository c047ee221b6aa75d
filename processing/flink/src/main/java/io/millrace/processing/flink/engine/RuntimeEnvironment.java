package io.millrace.processing.flink.engine;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value of {@code runtimeEnvironment}, as CreateApplication of Managed Service for Apache Flink has it.
 *
 * <p>Source: RuntimeEnvironment of its API.
 *
 * @param text such as {@code FLINK-1_20}
 * @param major of the Flink that the application was made for
 * @param minor likewise
 */
public record RuntimeEnvironment(String text, int major, int minor) {

    private static final Pattern FORM = Pattern.compile("FLINK-(\\d)_(\\d{1,2})");

    /** The lines that applications can be run on, and which applications: a 2.x runs what was made for an earlier one. */
    private static final List<RuntimeEnvironment> LINES =
            List.of(new RuntimeEnvironment("FLINK-2_3", 2, 3), new RuntimeEnvironment("FLINK-1_20", 1, 20));

    /** Empty when the text is none, or one that nothing here runs. */
    public static Optional<RuntimeEnvironment> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? Optional.of(new RuntimeEnvironment(
                                text, Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2))))
                        .filter(known -> known.line().isPresent())
                : Optional.empty();
    }

    /** The line of Flink that runs it; empty for one that is later than all of them, or too old. */
    private Optional<RuntimeEnvironment> line() {
        return LINES.stream()
                .filter(line -> line.major == major && line.minor >= minor)
                .findFirst();
    }

    /** {@code 2.3} or {@code 1.20}: what runs it. */
    public String flinkLine() {
        RuntimeEnvironment line = line().orElseThrow();
        return line.major + "." + line.minor;
    }

    /** What the user should know of it; empty when it is run by the very line. */
    public Optional<String> warning() {
        String own = major + "." + minor;
        return own.equals(flinkLine())
                ? Optional.empty()
                : Optional.of("runtimeEnvironment " + text + " is run by Flink " + flinkLine() + ".");
    }
}
