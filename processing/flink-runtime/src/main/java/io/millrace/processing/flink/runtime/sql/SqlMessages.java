package io.millrace.processing.flink.runtime.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns what Flink throws at a statement into a problem of the script.
 *
 * <p>Source: the messages of Calcite's parser and validator, and of Flink's table factories.
 */
final class SqlMessages {

    private static final Pattern PLACE = Pattern.compile("(?:at|At|From) line (\\d+), column (\\d+)");
    private static final Pattern UNEXPECTED =
            Pattern.compile("(Encountered \".*?\"|Lexical error)(?= at line \\d+, column \\d+)", Pattern.DOTALL);
    private static final Pattern EXPECTED = Pattern.compile("Was expecting(?: one of)?:\\s*(.*)", Pattern.DOTALL);
    private static final Pattern INVALID =
            Pattern.compile("(?:At|From) line \\d+, column \\d+(?: to line \\d+, column \\d+)?: (.*)", Pattern.DOTALL);

    private static final Pattern NO_TABLE =
            Pattern.compile("(?:Cannot find table '(?:`[^`]*`\\.)*`([^`]+)`'|Object '([^']+)' not found)");

    private static final Pattern NO_FACTORY = Pattern.compile(
            "Could not find any factory for identifier '([^']*)'.*Available factory identifiers are:\\s*(.*)",
            Pattern.DOTALL);

    /** As many words as a reader takes in at a glance. */
    private static final int FEW = 6;

    private static final int LONGEST = 600;

    private SqlMessages() {}

    /** @param place where it is when the failure does not tell */
    static SqlProblem explain(Throwable failure, Statement statement, Place place) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable each = failure; each != null && !causes.contains(each); each = each.getCause()) {
            causes.add(each);
        }
        for (Throwable each : causes) {
            Matcher told = PLACE.matcher(message(each));
            if (told.find()) {
                Place exact = statement.place(Integer.parseInt(told.group(1)), Integer.parseInt(told.group(2)));
                return at(exact, message(each), failure);
            }
        }
        Throwable root = causes.get(causes.size() - 1);
        if (root instanceof ClassNotFoundException || root instanceof NoClassDefFoundError) {
            return new SqlProblem(
                    place,
                    "The class " + message(root).replace('/', '.')
                            + " is neither in Flink nor in the jars of the script.",
                    "Correct its name, or name the jar that has it in udfUris.",
                    failure);
        }
        return described(sentence(causes), statement, place, failure);
    }

    /** The table that a statement refers to and that is not there. */
    static Optional<String> missingTable(SqlProblem problem) {
        Matcher missing = NO_TABLE.matcher(problem.getCause() == null ? "" : message(problem.getCause()));
        return missing.find()
                ? Optional.of(missing.group(1) == null ? missing.group(2) : missing.group(1))
                : Optional.empty();
    }

    private static SqlProblem described(String sentence, Statement statement, Place place, Throwable failure) {
        Matcher noTable = NO_TABLE.matcher(sentence);
        if (noTable.find() && noTable.group(1) != null) {
            Matcher named = Pattern.compile("\\b" + Pattern.quote(noTable.group(1)) + "\\b")
                    .matcher(statement.text());
            return new SqlProblem(
                    named.find() ? statement.at(named.start()) : place,
                    "There is no table " + noTable.group(1) + ".",
                    "Correct its name, or make it before.",
                    failure);
        }
        Matcher noFactory = NO_FACTORY.matcher(sentence);
        if (noFactory.find()) {
            return new SqlProblem(
                    place,
                    "There is no connector or format '" + noFactory.group(1) + "' for this.",
                    "Use one of "
                            + noFactory
                                    .group(2)
                                    .strip()
                                    .replaceAll("\\s+", ", ")
                                    .replaceFirst("\\.$", "") + ", or name its jar in udfUris.",
                    failure);
        }
        return new SqlProblem(place, sentence, "", failure);
    }

    private static SqlProblem at(Place place, String message, Throwable failure) {
        Matcher unexpected = UNEXPECTED.matcher(message);
        if (unexpected.find()) {
            return new SqlProblem(place, unexpected.group(1) + ", which is no SQL here.", expected(message), failure);
        }
        Matcher invalid = INVALID.matcher(message);
        return new SqlProblem(place, bounded(invalid.find() ? invalid.group(1) : message), "", failure);
    }

    private static String expected(String message) {
        Matcher expected = EXPECTED.matcher(message);
        if (!expected.find()) {
            return "";
        }
        List<String> words = expected.group(1)
                .lines()
                .map(line -> line.replace("...", "").strip())
                .filter(line -> !line.isEmpty())
                .toList();
        return words.size() > FEW ? "" : "Write " + String.join(" or ", words) + ".";
    }

    /** What the innermost cause that says anything says. */
    private static String sentence(List<Throwable> causes) {
        for (int i = causes.size() - 1; i >= 0; i--) {
            if (!message(causes.get(i)).isBlank()) {
                return bounded(message(causes.get(i)));
            }
        }
        return "Flink cannot run this, and does not say why.";
    }

    private static String bounded(String message) {
        String line = message.strip().replaceAll("\\s+", " ");
        String shown = line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
        return shown.matches(".*[.!?…]") ? shown : shown + ".";
    }

    private static String message(Throwable failure) {
        return failure.getMessage() == null ? "" : failure.getMessage();
    }
}
