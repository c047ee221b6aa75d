package io.millrace.processing.functions.invoke;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lambda's name of a runtime, such as {@code java17}, {@code nodejs20.x}, {@code python3.12} or {@code provided.al2023}.
 *
 * @param text as it was written
 * @param language what runs it
 * @param version the number that versions of the language are told apart by: 17, 20, 12 (of 3.12); 0 for {@code provided}
 */
public record RuntimeId(String text, Language language, int version) {

    /** What handlers are written in. */
    public enum Language {
        JAVA,
        NODEJS,
        PYTHON,
        PROVIDED
    }

    private record Form(Pattern pattern, Language language) {}

    private static final List<Form> FORMS = List.of(
            new Form(Pattern.compile("java(\\d{1,3})(\\.al2)?"), Language.JAVA),
            new Form(Pattern.compile("nodejs(\\d{1,3})\\.x"), Language.NODEJS),
            new Form(Pattern.compile("python3\\.(\\d{1,3})"), Language.PYTHON),
            new Form(Pattern.compile("provided(?:\\.al2|\\.al2023)?()"), Language.PROVIDED));

    /** Empty when no such runtime is run here. */
    public static Optional<RuntimeId> parse(String text) {
        for (Form form : FORMS) {
            Matcher matcher = form.pattern.matcher(text);
            if (matcher.matches()) {
                String digits = matcher.group(1);
                return Optional.of(new RuntimeId(text, form.language, digits.isEmpty() ? 0 : Integer.parseInt(digits)));
            }
        }
        return Optional.empty();
    }
}
