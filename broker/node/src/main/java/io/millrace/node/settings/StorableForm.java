package io.millrace.node.settings;

import io.millrace.node.settings.Tree.Form;
import io.millrace.node.settings.Tree.Mapping;
import io.millrace.node.settings.Tree.Scalar;
import io.millrace.node.settings.Tree.Sequence;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What of a document may be stored: remembers, while it is bound, which of its values are literal secrets and which name files,
 * and then writes the tree and the text without them.
 */
public final class StorableForm {

    /** The only key of an object that stands for a sealed secret. */
    static final String SECRET = "$secret";

    /** The only key of an object that stands for an uploaded file. */
    static final String ARTIFACT = "$artifact";

    /** What is shown of a secret. */
    static final String STARS = "****";

    /** Names of undeclared settings, such as Kafka's own or environment variables, whose values nobody should read. */
    private static final Pattern SECRET_NAME = Pattern.compile(
            ".*(password|passwd|passphrase|secret|token|credentials?|jaas\\.config|api.?key|access.?key|private.?key|"
                    + "keystore\\.key|user\\.info)",
            Pattern.CASE_INSENSITIVE);

    private final Set<Tree> secrets = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Tree> free = Collections.newSetFromMap(new IdentityHashMap<>());
    private final IdentityHashMap<Tree, JsonObject> files = new IdentityHashMap<>();

    /** The value is a secret; a reference needs no sealing. */
    void seal(Scalar value) {
        if (!References.isReference(value.text()) && value.form() != Form.NULL) {
            secrets.add(value);
        }
    }

    /** Seals what in a value that no record declares has the name of a secret. */
    void sealByName(String key, Tree value) {
        if (sealedText(value).isPresent()) {
            return;
        }
        if (value instanceof Mapping mapping) {
            mapping.entries().values().forEach(entry -> sealByName(entry.key(), entry.value()));
        } else if (value instanceof Sequence sequence) {
            sequence.items().forEach(item -> sealByName(key, item));
        } else if (SECRET_NAME.matcher(key).matches()) {
            seal((Scalar) value);
        }
    }

    boolean isSecret(Tree value) {
        return secrets.contains(value);
    }

    /** The value names an uploaded file. */
    void file(Tree value, String name, String sha256) {
        files.put(
                value,
                new JsonObject()
                        .put(ARTIFACT, new JsonObject().put("name", name).put("sha256", sha256)));
    }

    /** What is under the one key of an object that stands for a sealed secret. */
    static Optional<String> sealedText(Tree value) {
        return only(SECRET, value).filter(Scalar.class::isInstance).map(text -> ((Scalar) text).text());
    }

    /** The {@code name} and {@code sha256} of an object that stands for an uploaded file. */
    static Optional<JsonObject> storedFile(Tree value) {
        return only(ARTIFACT, value)
                .filter(Mapping.class::isInstance)
                .map(file -> ((Mapping) file).toJson())
                .filter(file -> file.getValue("name") instanceof String && file.getValue("sha256") instanceof String);
    }

    private static Optional<Tree> only(String key, Tree value) {
        return value instanceof Mapping object && object.entries().size() == 1
                ? Optional.ofNullable(object.get(key))
                : Optional.empty();
    }

    /** Everything in the value keeps the type it was written with, since no record gives it one. */
    void keepTypes(Tree value) {
        free.add(value);
    }

    JsonObject tree(Document document, Vault vault) {
        return (JsonObject) tree(document.tree(), vault, false);
    }

    private Object tree(Tree value, Vault vault, boolean typed) {
        boolean keepTypes = typed || free.contains(value);
        if (files.containsKey(value)) {
            return files.get(value);
        }
        if (value instanceof Mapping mapping) {
            JsonObject object = new JsonObject(new LinkedHashMap<>());
            mapping.entries().values().forEach(entry -> object.put(entry.key(), tree(entry.value(), vault, keepTypes)));
            return object;
        }
        if (value instanceof Sequence sequence) {
            JsonArray array = new JsonArray();
            sequence.items().forEach(item -> array.add(tree(item, vault, keepTypes)));
            return array;
        }
        Scalar scalar = (Scalar) value;
        if (secrets.contains(value)) {
            return new JsonObject().put(SECRET, vault.seal(scalar.text()));
        }
        Object json = scalar.toJson();
        // 1.10 is a text to a record that asks for one: a number would come back as 1.1.
        return keepTypes || json == null || json.toString().equals(scalar.text()) ? json : scalar.text();
    }

    /** The document's text with stars for its secrets; JSON when it has no text of its own. */
    String source(Document document, JsonObject stored) {
        if (document.source().isEmpty()) {
            return shown(stored).encodePrettily();
        }
        int[] points = document.source().codePoints().toArray();
        StringBuilder text = new StringBuilder(points.length);
        int from = 0;
        List<Mark> marks = secrets.stream()
                .map(Tree::mark)
                .sorted(Comparator.comparingInt(Mark::start))
                .toList();
        for (Mark mark : marks) {
            if (mark.start() >= from && mark.end() > mark.start()) {
                text.append(new String(points, from, mark.start() - from));
                // Quoted, since a bare star starts an alias; the line breaks after a block of text stay.
                String secret = new String(points, mark.start(), mark.end() - mark.start());
                text.append('"' + STARS + '"')
                        .append(secret.substring(secret.stripTrailing().length()));
                from = mark.end();
            }
        }
        return text.append(new String(points, from, points.length - from))
                .toString()
                .strip();
    }

    /** The SHA-256 of each file that a stored tree names. */
    public static Set<String> artifacts(JsonObject stored) {
        Set<String> digests = new HashSet<>();
        addArtifacts(stored, digests);
        return digests;
    }

    private static void addArtifacts(Object value, Set<String> digests) {
        if (value instanceof JsonArray array) {
            array.forEach(each -> addArtifacts(each, digests));
        } else if (value instanceof JsonObject object) {
            if (object.containsKey(ARTIFACT)) {
                digests.add(object.getJsonObject(ARTIFACT).getString("sha256"));
            } else {
                object.forEach(entry -> addArtifacts(entry.getValue(), digests));
            }
        }
    }

    /** A stored tree as it may be shown: stars for secrets, names for files. */
    public static JsonObject shown(JsonObject stored) {
        JsonObject shown = new JsonObject(new LinkedHashMap<>());
        stored.forEach(entry -> shown.put(entry.getKey(), shownValue(entry.getValue())));
        return shown;
    }

    private static Object shownValue(Object value) {
        if (value instanceof JsonArray array) {
            return new JsonArray(array.stream().map(StorableForm::shownValue).toList());
        }
        if (value instanceof JsonObject object) {
            if (object.containsKey(SECRET)) {
                return STARS;
            }
            return object.containsKey(ARTIFACT) ? object.getJsonObject(ARTIFACT).getString("name") : shown(object);
        }
        return value;
    }
}
