package io.millrace.node.settings;

import io.millrace.api.problem.Where;
import io.millrace.node.settings.Tree.Entry;
import io.millrace.node.settings.Tree.Mapping;
import io.millrace.node.settings.Tree.Scalar;
import io.millrace.node.settings.Tree.Sequence;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One definition as a tree whose keys and values know their place. Immutable. */
public final class Document {

    private final Mapping tree;
    private final String source;

    Document(Mapping tree, String source) {
        this.tree = tree;
        this.source = source;
    }

    /** A document that stands in no file, such as a stored one; everything in it is at {@code origin}. */
    public static Document of(JsonObject definition, Where origin) {
        return new Document((Mapping) Tree.of(definition, Mark.of(origin)), "");
    }

    /**
     * A definition that was made from this document, such as a Connect configuration brought into the platform's form. A value
     * keeps the place of the value it came from where that can be told: the same key at the same level, or the only such key.
     * The text it came from is not its source: it may define, and hold the secrets of, others too.
     */
    public Document translated(JsonObject definition) {
        Map<String, List<Entry>> byKey = new HashMap<>();
        collect(tree, byKey);
        return new Document((Mapping) trace(definition, new Entry("", tree.mark(), tree), byKey), "");
    }

    private static void collect(Tree from, Map<String, List<Entry>> byKey) {
        if (from instanceof Mapping object) {
            for (Entry entry : object.entries().values()) {
                byKey.computeIfAbsent(entry.key(), key -> new ArrayList<>()).add(entry);
                collect(entry.value(), byKey);
            }
        } else if (from instanceof Sequence list) {
            list.items().forEach(item -> collect(item, byKey));
        }
    }

    private static Tree trace(Object json, Entry from, Map<String, List<Entry>> byKey) {
        if (json instanceof JsonObject object) {
            Map<String, Entry> entries = new LinkedHashMap<>();
            for (Map.Entry<String, Object> each : object) {
                Entry inner =
                        from.value() instanceof Mapping level ? level.entries().get(each.getKey()) : null;
                List<Entry> same = byKey.getOrDefault(each.getKey(), List.of());
                Entry origin = inner != null ? inner : same.size() == 1 ? same.get(0) : from;
                entries.put(
                        each.getKey(),
                        new Entry(each.getKey(), origin.keyMark(), trace(each.getValue(), origin, byKey)));
            }
            return new Mapping(entries, from.value().mark());
        }
        if (json instanceof JsonArray array) {
            List<Tree> origins = from.value() instanceof Sequence list ? list.items() : List.of();
            List<Tree> items = new ArrayList<>();
            for (Object item : array) {
                Tree origin = items.size() < origins.size() ? origins.get(items.size()) : from.value();
                items.add(trace(item, new Entry(from.key(), from.keyMark(), origin), byKey));
            }
            return new Sequence(items, from.value().mark());
        }
        boolean same = json == null
                ? from.value().toJson() == null
                : json.equals(from.value().toJson());
        return same ? from.value() : Tree.of(json, from.value().mark());
    }

    /** The text of a scalar at the top level, as written; empty when it is not there, null, or no scalar. */
    public Optional<String> text(String key) {
        return tree.get(key) instanceof Scalar scalar && !scalar.isNull()
                ? Optional.of(scalar.text())
                : Optional.empty();
    }

    /** The document as plain JSON: references unresolved, secrets in the clear; not to be stored or shown. */
    public JsonObject toJson() {
        return tree.toJson();
    }

    /**
     * The place of a value, or of the nearest value around it.
     *
     * @param path such as {@code config.flush.size} or {@code events[0].topics}; empty for the document
     */
    public Where where(String path) {
        return labelled(tree.find(path).where(path));
    }

    /** The same place with {@code Kind/name} before its path. */
    Where labelled(Where where) {
        String label = text("kind")
                .map(kind -> text("name").map(name -> kind + "/" + name).orElse(kind))
                .orElse("");
        String path = label.isEmpty() || where.path().isEmpty() ? label + where.path() : label + " " + where.path();
        return new Where(where.file(), where.line(), where.column(), path);
    }

    Mapping tree() {
        return tree;
    }

    /** The text that the marks count in; empty when the document stands in no file or was translated. */
    String source() {
        return source;
    }
}
