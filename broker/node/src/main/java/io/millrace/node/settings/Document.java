package io.millrace.node.settings;

import io.millrace.api.problem.Where;
import io.millrace.node.settings.Tree.Entry;
import io.millrace.node.settings.Tree.Mapping;
import io.millrace.node.settings.Tree.Scalar;
import io.millrace.node.settings.Tree.Sequence;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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
     * A definition that was made from this document, such as a Connect configuration brought into the platform's form. A value is
     * at the place of the value it came from: that of the same key at the same level, whose case does not count, unless told.
     * The text it came from is not its source: it may define, and hold the secrets of, others too.
     *
     * @param origins paths of this document by paths of the definition, where the levels are not the same
     */
    public Document translated(JsonObject definition, Map<String, String> origins) {
        return new Document((Mapping) trace(definition, "", tree, origins), "");
    }

    /** This document where what it says as a former one did is at the place it has there. */
    public Document keeping(Document former) {
        return new Document((Mapping) tree.keeping(former.tree), "");
    }

    private Tree trace(Object json, String path, Tree nearest, Map<String, String> origins) {
        Tree from = origins.containsKey(path) ? tree.find(origins.get(path)) : nearest;
        if (json instanceof JsonObject object) {
            Map<String, Entry> there = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            there.putAll(from instanceof Mapping level ? level.entries() : Map.of());
            Map<String, Entry> entries = new LinkedHashMap<>();
            for (Map.Entry<String, Object> each : object) {
                String key = each.getKey();
                Entry origin = there.getOrDefault(key, new Entry(key, from.mark(), from));
                Tree value = trace(each.getValue(), Tree.path(path, key), origin.value(), origins);
                entries.put(key, new Entry(key, origin.keyMark(), value));
            }
            return new Mapping(entries, from.mark());
        }
        if (json instanceof JsonArray array) {
            List<Tree> there = from instanceof Sequence list ? list.items() : List.of();
            List<Tree> items = new ArrayList<>();
            for (Object item : array) {
                Tree origin = items.size() < there.size() ? there.get(items.size()) : from;
                items.add(trace(item, Tree.path(path, items.size()), origin, origins));
            }
            return new Sequence(items, from.mark());
        }
        boolean same = json == null ? from.toJson() == null : json.equals(from.toJson());
        return same ? from : Tree.of(json, from.mark());
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
        return labelled(tree.find(path).mark().where(path));
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
