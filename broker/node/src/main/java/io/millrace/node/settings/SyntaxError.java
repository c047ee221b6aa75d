package io.millrace.node.settings;

import io.millrace.api.problem.Problem;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * What a parser's complaint means to the person who wrote the file.
 *
 * @param sign part of the parser's own words
 * @param atContext true to point at where the construct starts, false at where the parser gave up
 * @param what one sentence; {@code %d} is the line at which the construct starts
 * @param mend one sentence
 */
record SyntaxError(String sign, boolean atContext, String what, String mend) {

    private static final List<SyntaxError> KNOWN = List.of(
            new SyntaxError(
                    "'\\t(TAB)' that cannot start", false, "a tab stands in the indentation.", "Indent with spaces."),
            new SyntaxError(
                    "mapping values are not allowed here",
                    false,
                    "a ':' stands where no key can be.",
                    "Align the line with its neighbours, or put quotes around a text that has ': ' in it."),
            new SyntaxError(
                    "expected ',' or '}'",
                    false,
                    "a ',' or '}' is missing in the object that starts in line %d.",
                    "Add it before this place."),
            new SyntaxError(
                    "expected ',' or ']'",
                    false,
                    "a ',' or ']' is missing in the list that starts in line %d.",
                    "Add it before this place."),
            new SyntaxError(
                    "found unexpected end of stream",
                    true,
                    "the quote that opens here is not closed.",
                    "Add the closing quote."),
            new SyntaxError(
                    "could not find expected ':'",
                    true,
                    "this line is neither 'key: value' nor a continuation.",
                    "Add a ':' and a space after the key, or indent a continued text."),
            new SyntaxError(
                    "found unknown escape character",
                    false,
                    "a backslash stands before a character that it does not escape.",
                    "Write \\\\ for a backslash, or use single quotes."),
            new SyntaxError(
                    "found undefined alias",
                    false,
                    "an alias names an anchor that is not there.",
                    "Add the anchor (&name) before it, or put quotes around a text that starts with *."),
            new SyntaxError(
                    "that cannot start any token",
                    false,
                    "a text starts with a character that is reserved.",
                    "Put quotes around the text."),
            new SyntaxError(
                    "found ']'", false, "a ']' has no opening bracket.", "Remove it, or put quotes around the text."),
            new SyntaxError(
                    "found '}'", false, "a '}' has no opening brace.", "Remove it, or put quotes around the text."),
            new SyntaxError(
                    "found ','", false, "a ',' stands where a value should be.", "Remove it, or add the value."),
            new SyntaxError(
                    "found '<scalar>'",
                    false,
                    "a text follows what is already complete.",
                    "Start a new line, or put quotes around the whole text."),
            new SyntaxError(
                    "expected <block end>",
                    false,
                    "the line does not fit the indentation of the lines above it.",
                    "Align it with the keys or items it belongs to."));

    /** @param place turns the parser's mark into ours */
    static Problem explain(
            MarkedYAMLException complaint, String text, Function<org.yaml.snakeyaml.error.Mark, Mark> place) {
        String words = String.valueOf(complaint.getProblem());
        Mark gaveUp = place.apply(complaint.getProblemMark());
        Mark start = Optional.ofNullable(complaint.getContextMark()).map(place).orElse(gaveUp);
        SyntaxError known = KNOWN.stream()
                .filter(each -> words.contains(each.sign))
                .findFirst()
                .orElse(new SyntaxError(words, false, words + ".", "Correct the YAML at this place."));
        boolean reference =
                words.endsWith("but got {") && text.startsWith("$", text.offsetByCodePoints(0, gaveUp.start()) - 1);
        return Problem.user(
                "yaml",
                reference ? "a '${…}' between braces has no quotes." : known.what.replace("%d", "" + start.line()),
                (known.atContext ? start : gaveUp).where(""),
                reference ? "Put quotes around the whole text." : known.mend);
    }
}
