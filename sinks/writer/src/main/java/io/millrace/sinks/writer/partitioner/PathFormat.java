package io.millrace.sinks.writer.partitioner;

import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalField;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code path.format}, whose letters are those of Joda-Time, where {@code Y} is the year and not that of the week.
 *
 * <p>Source: org.joda.time.format.DateTimeFormat.
 */
final class PathFormat {

    private static final Pattern PARTS = Pattern.compile("''|'((?:[^']|'')*)'|([A-Za-z])\\2*|[^A-Za-z']+");

    private PathFormat() {}

    /** @throws IllegalArgumentException that says in one sentence what is wrong with the pattern */
    static DateTimeFormatter parse(String pattern, Locale locale) {
        DateTimeFormatterBuilder format = new DateTimeFormatterBuilder();
        Matcher parts = PARTS.matcher(pattern);
        int at = 0;
        while (at < pattern.length()) {
            if (!parts.find(at) || parts.start() != at) {
                throw new IllegalArgumentException("path.format has a quote that is not closed: " + pattern + ".");
            }
            at = parts.end();
            if (parts.group(2) != null) {
                appendLetters(format, parts.group());
            } else if (parts.group(1) != null) {
                format.appendLiteral(parts.group(1).replace("''", "'"));
            } else {
                format.appendLiteral(parts.group().equals("''") ? "'" : parts.group());
            }
        }
        return format.toFormatter(locale);
    }

    private static void appendLetters(DateTimeFormatterBuilder format, String letters) {
        int count = letters.length();
        switch (letters.charAt(0)) {
            case 'Y', 'y' -> format.appendPattern("y".repeat(count));
            case 'x' -> appendNumber(format, IsoFields.WEEK_BASED_YEAR, count);
            case 'w' -> appendNumber(format, IsoFields.WEEK_OF_WEEK_BASED_YEAR, count);
            case 'e' -> appendNumber(format, ChronoField.DAY_OF_WEEK, count);
            case 'Z' -> format.appendPattern(count == 1 ? "xx" : count == 2 ? "xxx" : "VV");
            case 'G', 'E', 'D', 'M', 'd', 'a', 'K', 'h', 'H', 'k', 'm', 's', 'S', 'z' -> format.appendPattern(letters);
            default ->
                throw new IllegalArgumentException("path.format has a letter that means nothing: " + letters
                        + ". Text stands between single quotes.");
        }
    }

    private static void appendNumber(DateTimeFormatterBuilder format, TemporalField field, int count) {
        if (count == 1) {
            format.appendValue(field);
        } else {
            format.appendValue(field, count);
        }
    }
}
