package io.millrace.node.settings;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.Where;
import io.millrace.node.settings.Tree.Entry;
import io.millrace.node.settings.Tree.Form;
import io.millrace.node.settings.Tree.Mapping;
import io.millrace.node.settings.Tree.Scalar;
import io.millrace.node.settings.Tree.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads the text of one document, YAML or JSON, into a {@link Tree}. Scalars have the types of the JSON schema of YAML 1.2: no
 * dates, no octal numbers, no {@code yes} for true. In a CloudFormation template a tag is read as the function it stands for:
 * {@code !Sub x} as {@code {"Fn::Sub": "x"}}.
 */
final class YamlReader {

    /** Deeper than any definition; keeps recursive aliases and towers of brackets off the stack. */
    private static final int MAX_DEPTH = 50;

    /** Values after aliases are followed; keeps a few lines of aliases from becoming gigabytes. */
    private static final int MAX_VALUES = 100_000;

    private static final Pattern LOCAL = Pattern.compile("![^!].*");

    private final String file;
    private final int firstLine;
    private final List<Problem> problems;
    private int values;
    private boolean template;

    /**
     * @param file for messages
     * @param firstLine line of the file at which the text starts, from 0
     * @param problems gets what is wrong
     */
    YamlReader(String file, int firstLine, List<Problem> problems) {
        this.file = file;
        this.firstLine = firstLine;
        this.problems = problems;
    }

    /** Null when the text is empty or cannot be read; what can be told about it is in the problems. */
    Tree read(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(10 * MAX_DEPTH);
        options.setMaxAliasesForCollections(Integer.MAX_VALUE);
        options.setCodePointLimit(Integer.MAX_VALUE);
        options.setTagInspector(tag -> true); // none is acted upon, and this class tells what is wrong with one
        try {
            Composer composer =
                    new Composer(new ParserImpl(new StreamReader(text), options), new JsonSchema(), options);
            Node root = composer.getSingleNode();
            template = isTemplate(root);
            return root == null ? null : tree(root, "", 0);
        } catch (MarkedYAMLException unreadable) {
            problems.add(SyntaxError.explain(unreadable, text, mark -> mark(mark, mark)));
        } catch (ReaderException character) {
            problems.add(unprintable(character, text));
        } catch (YAMLException tooDeep) {
            problems.add(tooDeep(new Where(file, firstLine + 1, 1, "")));
        } catch (Hostile refused) {
            problems.add(refused.problem);
        }
        return null;
    }

    private Tree tree(Node node, String path, int depth) {
        Mark mark = mark(node.getStartMark(), node.getEndMark());
        if (depth > MAX_DEPTH) {
            throw new Hostile(tooDeep(mark.where(path)));
        }
        if (++values > MAX_VALUES) {
            throw new Hostile(Problem.user(
                    "document-too-large",
                    "the document has more than " + MAX_VALUES + " values once its aliases are followed.",
                    mark.where(path),
                    "Write the values out, or split the document."));
        }
        if (template && LOCAL.matcher(node.getTag().getValue()).matches()) {
            String function = function(node.getTag());
            Tree argument = untagged(node, Form.TEXT, mark, Tree.path(path, function), depth + 1);
            return Mapping.empty(mark).with(new Entry(function, mark, argument));
        }
        return untagged(node, form(node.getTag(), mark, path), mark, path, depth);
    }

    private Tree untagged(Node node, Form form, Mark mark, String path, int depth) {
        if (node instanceof MappingNode mapping) {
            return mapping(mapping, mark, path, depth);
        }
        if (node instanceof SequenceNode sequence) {
            List<Tree> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                items.add(tree(item, Tree.path(path, items.size()), depth + 1));
            }
            return new Sequence(items, mark);
        }
        return new Scalar(((ScalarNode) node).getValue(), form, mark);
    }

    /** A CloudFormation template, whose tags are functions. */
    private static boolean isTemplate(Node root) {
        return root instanceof MappingNode mapping
                && mapping.getValue().stream()
                        .anyMatch(tuple -> tuple.getKeyNode() instanceof ScalarNode key
                                && key.getValue().equals("Resources"));
    }

    /** The long form of a function's short form: all but two have a prefix there. */
    private static String function(Tag tag) {
        String name = tag.getValue().substring(1);
        return name.equals("Ref") || name.equals("Condition") ? name : "Fn::" + name;
    }

    private Mapping mapping(MappingNode node, Mark mark, String path, int depth) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        List<Node> merged = new ArrayList<>();
        for (NodeTuple tuple : node.getValue()) {
            Mark keyMark =
                    mark(tuple.getKeyNode().getStartMark(), tuple.getKeyNode().getEndMark());
            if (tuple.getKeyNode().getTag().equals(Tag.MERGE)) {
                merged.add(tuple.getValueNode());
            } else if (!(tuple.getKeyNode() instanceof ScalarNode)) {
                problems.add(Problem.user(
                        "bad-key",
                        "a key is an object or a list.",
                        keyMark.where(path),
                        "Write a text before the ':'."));
            } else {
                String key = ((ScalarNode) tuple.getKeyNode()).getValue();
                String keyPath = Tree.path(path, key);
                Entry entry = new Entry(key, keyMark, tree(tuple.getValueNode(), keyPath, depth + 1));
                Entry first = entries.putIfAbsent(key, entry);
                if (first != null) {
                    problems.add(Tree.duplicate(key, first, keyMark.where(keyPath)));
                }
            }
        }
        for (Node each : merged) {
            merge(tree(each, path, depth + 1), entries);
        }
        return new Mapping(entries, mark);
    }

    /** What {@code <<} names: entries that the object does not have itself. */
    private void merge(Tree from, Map<String, Entry> entries) {
        if (from instanceof Mapping object) {
            object.entries().values().forEach(entry -> entries.putIfAbsent(entry.key(), entry));
        } else if (from instanceof Sequence list) {
            list.items().forEach(item -> merge(item, entries));
        } else {
            problems.add(Problem.user(
                    "bad-key",
                    "<< does not name an object.",
                    from.mark().where(""),
                    "Write an alias such as *name of an object after the '<<:'."));
        }
    }

    private Form form(Tag tag, Mark mark, String path) {
        if (tag.equals(Tag.NULL)) {
            return Form.NULL;
        }
        if (tag.equals(Tag.BOOL)) {
            return Form.BOOLEAN;
        }
        if (tag.equals(Tag.INT)) {
            return Form.INTEGER;
        }
        if (tag.equals(Tag.FLOAT)) {
            return Form.DECIMAL;
        }
        if (!tag.equals(Tag.STR) && !tag.equals(Tag.MAP) && !tag.equals(Tag.SEQ)) {
            problems.add(Problem.user(
                    "unknown-tag",
                    "the tag " + tag.getValue() + " means nothing here.",
                    mark.where(path),
                    "Remove the tag."));
        }
        return Form.TEXT;
    }

    private Mark mark(org.yaml.snakeyaml.error.Mark start, org.yaml.snakeyaml.error.Mark end) {
        return new Mark(file, firstLine + start.getLine() + 1, start.getColumn() + 1, start.getIndex(), end.getIndex());
    }

    private Problem unprintable(ReaderException character, String text) {
        String before = text.substring(0, text.offsetByCodePoints(0, character.getPosition()));
        int line = (int) before.chars().filter(each -> each == '\n').count();
        int column = before.length() - before.lastIndexOf('\n');
        return Problem.user(
                "yaml",
                String.format("the character U+%04X is not allowed.", character.getCodePoint()),
                new Where(file, firstLine + line + 1, column, ""),
                "Remove it; the file must be UTF-8 text.");
    }

    private static Problem tooDeep(Where where) {
        return Problem.user(
                "document-too-deep",
                "objects and lists are nested more than " + MAX_DEPTH + " deep.",
                where,
                "Write a flatter document.");
    }

    /** Ends the reading of a document that would not end well. */
    private static final class Hostile extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Problem problem;

        Hostile(Problem problem) {
            super(problem.what(), null, false, false);
            this.problem = problem;
        }
    }

    /** Source: YAML 1.2.2, chapter 10.2, with the spellings of null and booleans of chapter 10.3. */
    private static final class JsonSchema extends Resolver {

        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.NULL, Pattern.compile("~|null|Null|NULL|"), "~nN\0");
            addImplicitResolver(Tag.NULL, EMPTY, null);
            addImplicitResolver(Tag.BOOL, Pattern.compile("true|True|TRUE|false|False|FALSE"), "tTfF");
            addImplicitResolver(Tag.INT, Pattern.compile("-?(0|[1-9][0-9]{0,99})"), "-0123456789");
            addImplicitResolver(
                    Tag.FLOAT, Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?"), "-0123456789");
            addImplicitResolver(Tag.MERGE, MERGE, "<");
        }
    }
}
