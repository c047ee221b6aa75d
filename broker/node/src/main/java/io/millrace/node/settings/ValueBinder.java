package io.millrace.node.settings;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.settings.Artifact;
import io.millrace.api.settings.Secret;
import io.millrace.api.settings.Setting;
import io.millrace.node.settings.Schema.Declaration;
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

    private static final String SEALED = StorableForm.SECRET;

    private final BindingPass pass;

    ValueBinder(BindingPass pass) {
        this.pass = pass;
    }

    /** @param key what the value is called in messages */
    Object bind(Declaration declaration, String key, Tree value, String path) {
        return bind(declaration.type(), declaration.setting(), key, value, path);
    }

    private Object bind(Type type, Setting setting, String key, Tree value, String path) {
        Class<?> raw = Schema.raw(type);
        if (value instanceof Scalar scalar && scalar.form() == Form.NULL) {
            report("missing-setting", key + " has no value.", value, path, "Write a value, or '' for an empty text.");
            return null;
        }
        if (raw == List.class) {
            return list(Schema.content(type), setting, key, value, path);
        }
        if (raw == Map.class) {
            return map(Schema.content(type), setting, value, path);
        }
        if (raw == JsonObject.class) {
            return object(value, path);
        }
        if (raw == Secret.class) {
            return secret(key, value, path);
        }
        if (raw == Artifact.class) {
            return artifact(key, value, path);
        }
        if (ScalarParser.handles(raw)) {
            return scalar(raw, setting, key, value, path);
        }
        if (Schema.isSettings(raw)) {
            return pass.object(value, path, value.mark()).bind(raw);
        }
        throw new IllegalArgumentException("no setting can be of type " + type.getTypeName());
    }

    private Object scalar(Class<?> type, Setting setting, String key, Tree value, String path) {
        Optional<String> text = text(value, path);
        if (text.isEmpty()) {
            return null;
        }
        try {
            return ScalarParser.parse(type, text.get(), key, setting);
        } catch (BadValue bad) {
            report(bad.code(), key + " is " + shown(value) + ", " + bad.getMessage() + ".", value, path, bad.mend());
            return null;
        }
    }

    /** The text of a scalar with references resolved, or of a sealed secret; empty when there is none, which is reported. */
    Optional<String> text(Tree value, String path) {
        Optional<String> written = value instanceof Scalar scalar ? Optional.of(scalar.text()) : opened(value, path);
        try {
            return written.isEmpty() ? written : Optional.of(pass.references().resolve(written.get()));
        } catch (BadValue unresolved) {
            report(
                    unresolved.code(),
                    shown(value) + " is a reference, " + unresolved.getMessage() + ".",
                    value,
                    path,
                    unresolved.mend());
            return Optional.empty();
        }
    }

    private Optional<String> opened(Tree value, String path) {
        boolean sealed = value instanceof Mapping object
                && object.entries().keySet().equals(Collections.singleton(SEALED))
                && object.get(SEALED) instanceof Scalar;
        if (!sealed || pass.vault() == null) {
            refuse(value, path, "not a text or number", "Write one value after the ':'.");
            return Optional.empty();
        }
        try {
            return Optional.of(pass.vault().open(((Scalar) ((Mapping) value).get(SEALED)).text()));
        } catch (ProblemException unopened) {
            unopened.problems().forEach(each -> pass.report(each.at(pass.where(value.mark(), path))));
            return Optional.empty();
        }
    }

    private Secret secret(String key, Tree value, String path) {
        if (value instanceof Scalar scalar) {
            if (scalar.text().equals(StorableForm.STARS)) {
                report(
                        "hidden-secret",
                        key + " is ****, which stands for a secret that is not shown.",
                        value,
                        path,
                        "Write the secret itself, or a reference such as ${env:NAME}.");
                return null;
            }
            pass.storable().seal(scalar);
        }
        return text(value, path).map(Secret::new).orElse(null);
    }

    private Artifact artifact(String key, Tree value, String path) {
        if (value instanceof Mapping stored && stored.get(StorableForm.ARTIFACT) instanceof Mapping file) {
            JsonObject json = file.toJson();
            return found(json.getString("name", ""), json.getString("sha256", ""), value, path);
        }
        Optional<String> name = text(value, path);
        if (name.isEmpty()) {
            return null;
        }
        if (name.get().startsWith("file:")) {
            return inPlace(key, name.get(), value, path);
        }
        Optional<String> digest = pass.references().artifacts().digest(name.get());
        if (digest.isEmpty()) {
            pass.needFile(name.get());
            return new Artifact(name.get(), "", null);
        }
        pass.storable()
                .replace(
                        value,
                        new JsonObject()
                                .put(
                                        StorableForm.ARTIFACT,
                                        new JsonObject().put("name", name.get()).put("sha256", digest.get())));
        return found(name.get(), digest.get(), value, path);
    }

    private Artifact found(String name, String sha256, Tree value, String path) {
        Optional<Path> file = pass.references().artifacts().path(sha256);
        if (file.isEmpty()) {
            report(
                    "missing-artifact",
                    "the file " + name + " (sha256 " + sha256 + ") is not in the store.",
                    value,
                    path,
                    "Apply the definition again from a folder that has the file.");
            return null;
        }
        return new Artifact(name, sha256, file.get());
    }

    private Artifact inPlace(String key, String uri, Tree value, String path) {
        try {
            Path file = Path.of(URI.create(uri));
            if (Files.isReadable(file)) {
                return new Artifact(uri, "", file);
            }
            report(
                    "missing-artifact",
                    key + " is '" + uri + "', which the node cannot read.",
                    value,
                    path,
                    "Correct the path, or write it without file: to upload the file with the definition.");
        } catch (IllegalArgumentException notAbsolute) {
            report(
                    "wrong-type",
                    key + " is '" + uri + "', not an absolute file URI.",
                    value,
                    path,
                    "Write file:///absolute/path, or a path without file:.");
        }
        return null;
    }

    private List<?> list(Type item, Setting setting, String key, Tree value, String path) {
        Class<?> raw = Schema.raw(item);
        List<Object> items = new ArrayList<>();
        if (value instanceof Sequence sequence) {
            for (Tree each : sequence.items()) {
                items.add(bind(item, setting, key, each, Tree.path(path, items.size())));
            }
        } else if (value instanceof Scalar scalar && ScalarParser.handles(raw)) {
            text(value, path).stream()
                    .flatMap(text -> Arrays.stream(text.split(",")))
                    .map(String::strip)
                    .filter(text -> !text.isEmpty())
                    .map(text -> new Scalar(text.replace("${", "$${"), Form.TEXT, scalar.mark()))
                    .forEach(each -> items.add(bind(item, setting, key, each, path)));
        } else if (value instanceof Scalar && !Schema.isSettings(raw)) {
            items.add(bind(item, setting, key, value, path));
        } else {
            refuse(value, path, "not a list", "Write one item a line, each after '- '.");
        }
        return items.contains(null) ? List.of() : List.copyOf(items);
    }

    private Map<String, ?> map(Type content, Setting setting, Tree value, String path) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (value instanceof Mapping mapping) {
            for (Entry entry : mapping.entries().values()) {
                if (Schema.raw(content) == String.class) {
                    pass.storable().sealByName(entry.key(), entry.value());
                }
                map.put(entry.key(), bind(content, setting, entry.key(), entry.value(), Tree.path(path, entry.key())));
            }
        } else {
            refuse(value, path, "not an object", "Write 'key: value' lines below it, or {key: value}.");
        }
        return Collections.unmodifiableMap(map);
    }

    private JsonObject object(Tree value, String path) {
        if (value instanceof Mapping mapping && mapping.get(SEALED) == null) {
            pass.storable().keepTypes(value);
            return (JsonObject) plain("", value, path);
        }
        refuse(value, path, "not an object", "Write 'key: value' lines below it, or {key: value}.");
        return null;
    }

    /** A free tree with its references resolved. */
    private Object plain(String key, Tree value, String path) {
        if (value instanceof Mapping mapping) {
            if (mapping.get(SEALED) != null) {
                return text(value, path).orElse(null);
            }
            JsonObject object = new JsonObject(new LinkedHashMap<>());
            mapping.entries()
                    .values()
                    .forEach(entry ->
                            object.put(entry.key(), plain(entry.key(), entry.value(), Tree.path(path, entry.key()))));
            return object;
        }
        if (value instanceof Sequence sequence) {
            JsonArray array = new JsonArray();
            sequence.items().forEach(item -> array.add(plain(key, item, Tree.path(path, array.size()))));
            return array;
        }
        pass.storable().sealByName(key, value);
        boolean text = value instanceof Scalar scalar && scalar.form() == Form.TEXT;
        return text ? text(value, path).orElse(null) : value.toJson();
    }

    /** Reports a value of the wrong shape. */
    void refuse(Tree value, String path, String clause, String mend) {
        String name = path.substring(path.lastIndexOf('.') + 1);
        report(
                "wrong-type",
                (name.isEmpty() ? "the document" : name) + " is " + shown(value) + ", " + clause + ".",
                value,
                path,
                mend);
    }

    private void report(String code, String what, Tree value, String path, String mend) {
        pass.report(Problem.user(code, what, pass.where(value.mark(), path), mend));
    }

    private static String shown(Tree value) {
        if (value instanceof Scalar scalar) {
            String line = scalar.text().lines().findFirst().orElse("");
            return "'" + (line.length() > 80 ? line.substring(0, 80) + "…" : line) + "'";
        }
        return value instanceof Sequence ? "a list" : "an object";
    }
}
