package io.millrace.node.settings;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.settings.Artifact;
import io.millrace.api.settings.Secret;
import io.millrace.api.settings.Setting;
import io.millrace.node.settings.Tree.Entry;
import io.millrace.node.settings.Tree.Form;
import io.millrace.node.settings.Tree.Mapping;
import io.millrace.node.settings.Tree.Scalar;
import io.millrace.node.settings.Tree.Sequence;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns a value of a document into what a component of a record holds; reports what does not fit and answers null. */
final class ValueBinder {

    private final BindingPass pass;

    ValueBinder(BindingPass pass) {
        this.pass = pass;
    }

    /**
     * A value with what it is called.
     *
     * @param key the setting's name as messages have it
     */
    record Slot(String key, Tree value, String path) {

        Slot item(Tree item, int index) {
            return new Slot(Tree.path(key, index), item, Tree.path(path, index));
        }

        Slot entry(Entry entry) {
            return new Slot(entry.key(), entry.value(), Tree.path(path, entry.key()));
        }
    }

    /** @param setting limits of the value; of each item or entry when there are several */
    Object bind(Type type, Setting setting, Slot slot) {
        Class<?> raw = Schema.raw(type);
        if (slot.value().isNull()) {
            report(slot, "missing-setting", slot.key() + " has no value.", "Write a value, or '' for an empty text.");
            return null;
        }
        if (raw == List.class) {
            return list(Schema.content(type), setting, slot);
        }
        if (raw == Map.class) {
            return map(Schema.content(type), setting, slot);
        }
        if (raw == JsonObject.class) {
            return object(slot);
        }
        if (raw == Secret.class) {
            return secret(slot);
        }
        if (raw == Artifact.class) {
            return artifact(slot);
        }
        if (ScalarParser.handles(raw)) {
            return text(slot).map(text -> parse(raw, setting, slot, text)).orElse(null);
        }
        if (Schema.isSettings(raw)) {
            return pass.object(slot, slot.value().mark()).bind(raw);
        }
        throw new IllegalArgumentException("no setting can be of type " + type.getTypeName());
    }

    private Object parse(Class<?> type, Setting setting, Slot slot, String text) {
        try {
            return ScalarParser.parse(type, text, slot.key(), setting);
        } catch (BadValue bad) {
            report(
                    slot,
                    bad.code(),
                    slot.key() + " is " + shown(slot.value()) + ", " + bad.getMessage() + ".",
                    bad.mend());
            return null;
        }
    }

    /** The text of a scalar with references resolved, or of a sealed secret; empty when there is none, which is reported. */
    Optional<String> text(Slot slot) {
        Optional<String> written = slot.value() instanceof Scalar scalar ? Optional.of(scalar.text()) : opened(slot);
        if (written.isEmpty()) {
            return written;
        }
        try {
            return Optional.of(pass.references().resolve(written.get()));
        } catch (BadValue unresolved) {
            report(
                    slot,
                    unresolved.code(),
                    slot.key() + " is " + shown(slot.value()) + ", " + unresolved.getMessage() + ".",
                    unresolved.mend());
            return Optional.empty();
        }
    }

    private Optional<String> opened(Slot slot) {
        Optional<String> sealed = StorableForm.sealedText(slot.value());
        if (sealed.isEmpty() || pass.vault() == null) {
            refuse(slot, "not a text or number", "Write one value after the ':'.");
            return Optional.empty();
        }
        try {
            return sealed.map(pass.vault()::open);
        } catch (ProblemException unopened) {
            unopened.problems().forEach(each -> report(slot, each.code(), each.what(), each.mend()));
            return Optional.empty();
        }
    }

    private Secret secret(Slot slot) {
        if (slot.value() instanceof Scalar scalar) {
            if (scalar.text().equals(StorableForm.STARS)) {
                report(
                        slot,
                        "hidden-secret",
                        slot.key() + " is ****, which stands for a secret that is not shown.",
                        "Write the secret itself, or a reference such as ${env:NAME}.");
                return null;
            }
            pass.storable().seal(scalar);
        }
        return text(slot).map(Secret::new).orElse(null);
    }

    private Artifact artifact(Slot slot) {
        Optional<JsonObject> stored = StorableForm.storedFile(slot.value());
        if (stored.isPresent()) {
            return found(slot, stored.get().getString("name"), stored.get().getString("sha256"));
        }
        Optional<String> written = text(slot);
        if (written.isEmpty()) {
            return null;
        }
        String name = written.get();
        if (name.startsWith("file:")) {
            return inPlace(slot, name);
        }
        Optional<String> digest = pass.references().artifacts().digest(name);
        if (digest.isEmpty()) {
            pass.needFile(name);
            return new Artifact(name, "", null);
        }
        pass.storable().file(slot.value(), name, digest.get());
        return found(slot, name, digest.get());
    }

    private Artifact found(Slot slot, String name, String sha256) {
        Optional<Path> file = pass.references().artifacts().path(sha256);
        if (file.isEmpty()) {
            report(
                    slot,
                    "missing-artifact",
                    "the file " + name + " (sha256 " + sha256 + ") is not in the store.",
                    "Apply the definition again from a folder that has the file.");
            return null;
        }
        return new Artifact(name, sha256, file.get());
    }

    private Artifact inPlace(Slot slot, String uri) {
        try {
            Path file = Path.of(URI.create(uri));
            if (Files.isReadable(file)) {
                return new Artifact(uri, "", file);
            }
            report(
                    slot,
                    "missing-artifact",
                    slot.key() + " is '" + uri + "', which the node cannot read.",
                    "Correct the path, or write it without file: to upload the file with the definition.");
        } catch (IllegalArgumentException notAbsolute) {
            report(
                    slot,
                    "wrong-type",
                    slot.key() + " is '" + uri + "', not an absolute file URI.",
                    "Write file:///absolute/path, or a path without file: to upload the file with the definition.");
        }
        return null;
    }

    private List<?> list(Type item, Setting setting, Slot slot) {
        Class<?> raw = Schema.raw(item);
        List<Object> items = new ArrayList<>();
        if (slot.value() instanceof Sequence sequence) {
            for (Tree each : sequence.items()) {
                items.add(bind(item, setting, slot.item(each, items.size())));
            }
        } else if (slot.value() instanceof Scalar && ScalarParser.handles(raw)) {
            text(slot).stream()
                    .flatMap(text -> Arrays.stream(text.split(",")))
                    .map(String::strip)
                    .filter(text -> !text.isEmpty())
                    .forEach(text -> items.add(parse(raw, setting, slot, text)));
        } else if (!Schema.isSettings(raw) && !(slot.value() instanceof Mapping)) {
            items.add(bind(item, setting, slot));
        } else {
            refuse(slot, "not a list", "Write one item a line, each after '- '.");
        }
        return items.contains(null) ? List.of() : List.copyOf(items);
    }

    private Map<String, ?> map(Type content, Setting setting, Slot slot) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (isObject(slot)) {
            if (Schema.raw(content) == String.class) {
                pass.storable().sealByName(slot.key(), slot.value());
            }
            for (Entry entry : ((Mapping) slot.value()).entries().values()) {
                map.put(entry.key(), bind(content, setting, slot.entry(entry)));
            }
        }
        return Collections.unmodifiableMap(map);
    }

    private JsonObject object(Slot slot) {
        if (!isObject(slot)) {
            return null;
        }
        pass.storable().keepTypes(slot.value());
        pass.storable().sealByName(slot.key(), slot.value());
        return (JsonObject) plain(slot);
    }

    /** A free tree with its references resolved. */
    private Object plain(Slot slot) {
        if (slot.value() instanceof Mapping mapping
                && StorableForm.sealedText(mapping).isEmpty()) {
            JsonObject object = new JsonObject(new LinkedHashMap<>());
            mapping.entries().values().forEach(entry -> object.put(entry.key(), plain(slot.entry(entry))));
            return object;
        }
        if (slot.value() instanceof Sequence sequence) {
            JsonArray array = new JsonArray();
            sequence.items().forEach(item -> array.add(plain(slot.item(item, array.size()))));
            return array;
        }
        boolean typed = slot.value() instanceof Scalar scalar && scalar.form() != Form.TEXT;
        return typed ? slot.value().toJson() : text(slot).orElse(null);
    }

    private boolean isObject(Slot slot) {
        boolean is = slot.value() instanceof Mapping mapping
                && StorableForm.sealedText(mapping).isEmpty();
        if (!is) {
            refuse(slot, "not an object", "Write 'key: value' lines below it, or {key: value}.");
        }
        return is;
    }

    /** Reports a value of the wrong shape. */
    void refuse(Slot slot, String clause, String mend) {
        report(slot, "wrong-type", slot.key() + " is " + shown(slot.value()) + ", " + clause + ".", mend);
    }

    private void report(Slot slot, String code, String what, String mend) {
        pass.report(Problem.user(code, what, pass.where(slot.value().mark(), slot.path()), mend));
    }

    private String shown(Tree value) {
        if (pass.storable().isSecret(value)) {
            return StorableForm.STARS;
        }
        if (value instanceof Scalar scalar) {
            String line = scalar.text().lines().findFirst().orElse("");
            return "'" + (line.length() > 80 ? line.substring(0, 80) + "…" : line) + "'";
        }
        return value instanceof Sequence ? "a list" : "an object";
    }
}
