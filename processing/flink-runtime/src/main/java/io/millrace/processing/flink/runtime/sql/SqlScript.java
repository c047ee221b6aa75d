package io.millrace.processing.flink.runtime.sql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes a script apart: puts the node's values in the place of {@code ${millrace:X}} and cuts it at the semicolons that stand in no
 * text, name or comment. What only says that several inserts are one job falls away, for all inserts of a script are.
 */
final class SqlScript {

    private static final Pattern VARIABLE = Pattern.compile("(\\$?)\\$\\{millrace:([^{}]*)}");

    /** Words around inserts. Source: Flink's SQL client, {@code BEGIN STATEMENT SET}, {@code EXECUTE STATEMENT SET}. */
    private static final Pattern SET_OF_STATEMENTS = Pattern.compile(
            "(?:BEGIN\\s+STATEMENT\\s+SET|EXECUTE\\s+STATEMENT\\s+SET\\s+BEGIN|EXECUTE(?=\\s+INSERT)|END(?=\\s*$))\\s*",
            Pattern.CASE_INSENSITIVE);

    private final String script;
    private final String text;
    private final int[] origins;

    private SqlScript(String script, String text, int[] origins) {
        this.script = script;
        this.text = text;
        this.origins = origins;
    }

    /**
     * @param variables values by the name after {@code millrace:}
     * @throws SqlProblem when it has a variable that is not there, or a text, name or comment without end
     */
    static List<Statement> statements(String script, Map<String, String> variables) throws SqlProblem {
        return resolve(script, variables).split();
    }

    private static SqlScript resolve(String script, Map<String, String> variables) throws SqlProblem {
        StringBuilder text = new StringBuilder();
        int[] origins = new int[Math.max(16, script.length())];
        Matcher variable = VARIABLE.matcher(script);
        int from = 0;
        while (variable.find()) {
            origins = append(text, origins, script.substring(from, variable.start()), from, 1);
            origins = append(text, origins, value(variable, script, variables), variable.start(), 0);
            from = variable.end();
        }
        origins = append(text, origins, script.substring(from), from, 1);
        return new SqlScript(script, text.toString(), origins);
    }

    private static String value(Matcher variable, String script, Map<String, String> variables) throws SqlProblem {
        if (!variable.group(1).isEmpty()) {
            return variable.group().substring(1);
        }
        String value = variables.get(variable.group(2));
        if (value == null) {
            throw new SqlProblem(
                    Place.of(script, variable.start()),
                    "The node knows no '" + variable.group(2) + "' here.",
                    "Use one of "
                            + String.join(
                                    ", ", variables.keySet().stream().sorted().toList())
                            + ", or write $${ for the text itself.");
        }
        return value;
    }

    /** @param step from the origin of a character to that of the next */
    private static int[] append(StringBuilder text, int[] origins, String more, int origin, int step) {
        int length = text.length() + more.length();
        int[] grown = length > origins.length ? Arrays.copyOf(origins, length * 2) : origins;
        for (int i = 0; i < more.length(); i++) {
            grown[text.length() + i] = origin + i * step;
        }
        text.append(more);
        return grown;
    }

    private List<Statement> split() throws SqlProblem {
        List<Statement> statements = new ArrayList<>();
        int start = -1; // of the statement; -1 before its first word
        for (int at = 0; at < text.length(); ) {
            char c = text.charAt(at);
            if (text.startsWith("--", at)) {
                int newline = text.indexOf('\n', at);
                at = newline < 0 ? text.length() : newline;
            } else if (text.startsWith("/*", at)) {
                at = end("*/", at, 2, "comment");
            } else if (c == ';') {
                add(statements, start, at);
                start = -1;
                at++;
            } else {
                start = start < 0 && !Character.isWhitespace(c) ? at : start;
                at = c == '\'' ? end("'", at, 1, "text") : c == '`' ? end("`", at, 1, "name") : at + 1;
            }
        }
        add(statements, start, text.length());
        return statements;
    }

    private int end(String mark, int start, int from, String what) throws SqlProblem {
        int end = text.indexOf(mark, start + from);
        if (end < 0) {
            throw new SqlProblem(
                    Place.of(script, origins[start]),
                    "The " + what + " that begins here has no end.",
                    "Close it with " + mark + ".");
        }
        return end + mark.length();
    }

    private void add(List<Statement> statements, int start, int end) {
        if (start < 0) {
            return;
        }
        Matcher set = SET_OF_STATEMENTS.matcher(text).region(start, end);
        int first = set.lookingAt() ? set.end() : start;
        String statement = text.substring(first, end).stripTrailing();
        if (!statement.isEmpty()) {
            statements.add(
                    new Statement(script, statement, Arrays.copyOfRange(origins, first, first + statement.length())));
        }
    }
}
