package io.millrace.node.settings;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.Where;
import io.millrace.node.settings.Tree.Mapping;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a file or a request body holds.
 *
 * @param documents those that could be read, in order; a document with a doubled key is among them, with the first value
 * @param problems what is wrong with the text, each with line and column; the caller adds what is wrong with the definitions, so
 *     that the user is told everything at once
 */
public record Documents(List<Document> documents, List<Problem> problems) {

    /** Characters; a definition is stored in one record of a topic. */
    private static final int MAX_LENGTH = 900_000;

    private static final Pattern SEPARATOR = Pattern.compile("^---(?=\\s|$)", Pattern.MULTILINE);

    public Documents {
        documents = List.copyOf(documents);
        problems = List.copyOf(problems);
    }

    /**
     * Reads YAML of any number of documents, JSON (which is YAML), or Java properties when the file's name says so: these become
     * one document with {@code name} and {@code config}, as Kafka Connect's REST API has it.
     *
     * @param file the name as the user gave it, for messages; may be empty
     */
    public static Documents read(String source, String file) {
        List<Document> documents = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        String text = source.startsWith("\uFEFF") ? source.substring(1) : source;
        if (text.length() > MAX_LENGTH) {
            problems.add(Problem.user(
                    "document-too-large",
                    "the text has " + text.length() + " characters, more than " + MAX_LENGTH + ".",
                    new Where(file, 0, 0, ""),
                    "Split it into several files."));
        } else if (file.endsWith(".properties")) {
            documents.add(new Document(PropertiesReader.read(text, file, problems), text));
        } else {
            Matcher separators = SEPARATOR.matcher(text);
            int start = 0;
            int firstLine = 0;
            while (start < text.length()) {
                int end = separators.find(start + 1) ? separators.start() : text.length();
                String part = text.substring(start, end);
                readYaml(part, firstLine, file, documents, problems);
                firstLine += (int) part.chars().filter(each -> each == '\n').count();
                start = end;
            }
        }
        return new Documents(documents, problems);
    }

    /** The problems by line and column, those without a line last: what was found in a text and in the definitions of it. */
    public static List<Problem> inOrder(List<Problem> problems) {
        return problems.stream()
                .sorted(Comparator.<Problem, Boolean>comparing(
                                problem -> problem.where().line() == 0)
                        .thenComparing(problem -> problem.where().line())
                        .thenComparing(problem -> problem.where().column()))
                .toList();
    }

    /** @param firstLine line of the file, from 0, at which the part starts */
    private static void readYaml(
            String part, int firstLine, String file, List<Document> documents, List<Problem> problems) {
        // Spaces instead of the separator keep the columns.
        String source = part.startsWith("---") ? "   " + part.substring(3) : part;
        if (source.lines().allMatch(line -> line.isBlank() || line.startsWith("#") || line.startsWith("%"))) {
            return; // comments, or directives such as %YAML
        }
        if (source.stripLeading().startsWith("{")) {
            // JSON may escape the slash, YAML 1.1 may not.
            source = source.replaceAll("(?<!\\\\)((?:\\\\\\\\)*+)\\\\/", "$1/");
        }
        List<Problem> found = new ArrayList<>();
        Tree tree = new YamlReader(file, firstLine, found).read(source);
        Document document = null;
        if (tree instanceof Mapping mapping) {
            document = new Document(mapping, source);
            documents.add(document);
        } else if (tree != null && !tree.isNull()) {
            found.add(Problem.user(
                    "not-an-object",
                    "the document is not an object.",
                    tree.mark().where(""),
                    "Write 'key: value' lines; separate documents by a line ---."));
        }
        for (Problem problem : found) {
            problems.add(document == null ? problem : problem.at(document.labelled(problem.where())));
        }
    }
}
