package io.millrace.node.settings;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.Where;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a document says, every key and value with its place. Immutable; whoever needs a set of values compares identity. */
sealed interface Tree {

    Pattern ITEM = Pattern.compile("\\[(\\d{1,6})](.*)");

    Mark mark();

    /** The plain value: {@link JsonObject}, {@link JsonArray}, text, number, boolean or null. */
    Object toJson();

    /** Wraps a plain value; all of it gets the same mark. */
    static Tree of(Object json, Mark mark) {
        if (json instanceof JsonObject object) {
            Map<String, Entry> entries = new LinkedHashMap<>();
            object.forEach(each ->
                    entries.put(each.getKey(), new Entry(each.getKey(), mark, of(each.getValue(), mark))));
            return new Mapping(entries, mark);
        }
        if (json instanceof JsonArray array) {
            return new Sequence(array.stream().map(each -> of(each, mark)).toList(), mark);
        }
        return Scalar.of(json, mark);
    }

    /** True for {@code ~}, {@code null} and a key with nothing after it. */
    default boolean isNull() {
        return this instanceof Scalar scalar && scalar.form() == Form.NULL;
    }

    /** The path of a value under a key. */
    static String path(String parent, String key) {
        return parent.isEmpty() ? key : parent + "." + key;
    }

    /** The path of an item of a list. */
    static String path(String parent, int item) {
        return parent + "[" + item + "]";
    }

    /**
     * The value at a path; the nearest value around it when it is not there. Keys may have dots: {@code config.flush.size} finds
     * {@code flush.size} in {@code config}.
     */
    default Tree find(String path) {
        if (this instanceof Sequence list) {
            Matcher item = ITEM.matcher(path);
            if (item.matches() && Integer.parseInt(item.group(1)) < list.items().size()) {
                return list.items().get(Integer.parseInt(item.group(1))).find(item.group(2));
            }
        }
        if (this instanceof Mapping object) {
            String rest = path.startsWith(".") ? path.substring(1) : path;
            if (object.get(rest) != null) {
                return object.get(rest);
            }
            Optional<Entry> next = object.entries().values().stream()
                    .filter(entry -> rest.startsWith(entry.key()))
                    .filter(entry -> ".[".indexOf(rest.charAt(entry.key().length())) >= 0)
                    .max(Comparator.comparingInt(entry -> entry.key().length()));
            if (next.isPresent()) {
                return next.get().value().find(rest.substring(next.get().key().length()));
            }
        }
        return this;
    }

    /** This value with every part that says what a former value says at the same path replaced by that part: it stays there. */
    default Tree keeping(Tree former) {
        if (toJson() == null ? former.isNull() : toJson().equals(former.toJson())) {
            return former;
        }
        if (this instanceof Mapping object && former instanceof Mapping before) {
            Map<String, Entry> entries = new LinkedHashMap<>();
            object.entries().forEach((key, entry) -> {
                Entry there = before.entries().get(key);
                entries.put(
                        key,
                        there == null
                                ? entry
                                : new Entry(key, there.keyMark(), entry.value().keeping(there.value())));
            });
            return new Mapping(entries, before.mark());
        }
        if (this instanceof Sequence list && former instanceof Sequence before) {
            List<Tree> items = new ArrayList<>();
            for (Tree item : list.items()) {
                boolean there = items.size() < before.items().size();
                items.add(there ? item.keeping(before.items().get(items.size())) : item);
            }
            return new Sequence(items, before.mark());
        }
        return this;
    }

    /** What is wrong when a key is there already. */
    static Problem duplicate(String key, Entry first, Where second) {
        return Problem.user(
                "duplicate-key",
                key + " is written twice, first in line " + first.keyMark().line() + ".",
                second,
                "Remove one of the two.");
    }

    /** What a scalar is when nobody asks for a type. */
    enum Form {
        NULL,
        BOOLEAN,
        INTEGER,
        DECIMAL,
        TEXT
    }

    /**
     * A scalar.
     *
     * @param text as written, without quotes
     */
    record Scalar(String text, Form form, Mark mark) implements Tree {

        static Scalar of(Object json, Mark mark) {
            Form form = json == null
                    ? Form.NULL
                    : json instanceof Boolean
                            ? Form.BOOLEAN
                            : json instanceof Double || json instanceof Float
                                    ? Form.DECIMAL
                                    : json instanceof Number ? Form.INTEGER : Form.TEXT;
            return new Scalar(json == null ? "" : json.toString(), form, mark);
        }

        @Override
        public Object toJson() {
            return switch (form) {
                case NULL -> null;
                case BOOLEAN -> Boolean.valueOf(text);
                case INTEGER -> integer();
                case DECIMAL -> Double.valueOf(text);
                case TEXT -> text;
            };
        }

        private Number integer() {
            BigInteger number = new BigInteger(text);
            if (number.bitLength() < Integer.SIZE) {
                return number.intValue();
            }
            return number.bitLength() < Long.SIZE ? (Number) number.longValue() : number;
        }
    }

    /** A list. */
    record Sequence(List<Tree> items, Mark mark) implements Tree {

        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public JsonArray toJson() {
            JsonArray array = new JsonArray(new ArrayList<>(items.size()));
            items.forEach(item -> array.add(item.toJson()));
            return array;
        }
    }

    /** A key with its value. */
    record Entry(String key, Mark keyMark, Tree value) {}

    /** An object; its entries keep their order. */
    record Mapping(Map<String, Entry> entries, Mark mark) implements Tree {

        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        static Mapping empty(Mark mark) {
            return new Mapping(Map.of(), mark);
        }

        /** Null when there is no such key. */
        Tree get(String key) {
            Entry entry = entries.get(key);
            return entry == null ? null : entry.value();
        }

        /** A copy in which a key has this value. */
        Mapping with(Entry entry) {
            Map<String, Entry> changed = new LinkedHashMap<>(entries);
            changed.put(entry.key(), entry);
            return new Mapping(changed, mark);
        }

        @Override
        public JsonObject toJson() {
            JsonObject object = new JsonObject(new LinkedHashMap<>());
            entries.values()
                    .forEach(entry -> object.put(entry.key(), entry.value().toJson()));
            return object;
        }
    }
}
