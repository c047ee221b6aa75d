package io.millrace.node.settings;

import io.millrace.api.settings.Artifact;
import io.millrace.api.settings.Inapplicable;
import io.millrace.api.settings.Secret;
import io.millrace.api.settings.Setting;
import io.millrace.node.settings.Schema.Declaration;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Describes settings records for {@code GET /v1/kinds} and for the generated pages. */
public final class SettingsReference {

    private SettingsReference() {}

    /**
     * Every setting, nested ones by their path: {@code name}, {@code type}, {@code required}, {@code description}, and where there
     * is one, {@code default}, {@code example}, {@code min}, {@code max}.
     */
    public static List<JsonObject> describe(Class<?> settings) {
        return describe("", settings).toList();
    }

    private static Stream<JsonObject> describe(String path, Class<?> type) {
        return Schema.of(type).settings().stream().flatMap(each -> describe(path, each));
    }

    private static Stream<JsonObject> describe(String path, Declaration declaration) {
        Setting setting = declaration.setting();
        String name = Tree.path(path, declaration.name());
        JsonObject described = new JsonObject().put("name", name).put("type", describe(declaration.type()));
        if (!setting.defaultValue().isEmpty()) {
            described.put("default", setting.defaultValue());
        }
        described.put("required", setting.required()).put("description", setting.value());
        if (!setting.example().isEmpty()) {
            described.put("example", setting.example());
        }
        if (setting.min() != Long.MIN_VALUE) {
            described.put("min", setting.min());
        }
        if (setting.max() != Long.MAX_VALUE) {
            described.put("max", setting.max());
        }
        return Stream.concat(Stream.of(described), nested(name, declaration.type()));
    }

    private static Stream<JsonObject> nested(String path, Type type) {
        Class<?> raw = Schema.raw(type);
        if (raw == List.class) {
            return nested(path + "[]", Schema.content(type));
        }
        if (raw == Map.class) {
            return nested(path + ".*", Schema.content(type));
        }
        return Schema.isSettings(raw) ? describe(path, raw) : Stream.empty();
    }

    private static String describe(Type type) {
        Class<?> raw = Schema.raw(type);
        if (raw == List.class) {
            return "list of " + describe(Schema.content(type));
        }
        if (raw == Map.class) {
            return "map of " + describe(Schema.content(type));
        }
        return raw == Secret.class
                ? "secret"
                : raw == Artifact.class ? "file" : ScalarParser.handles(raw) ? ScalarParser.describe(raw) : "object";
    }

    /** A table of all settings, and a list of those that are taken without effect. */
    public static String markdown(Class<?> settings) {
        StringBuilder page = new StringBuilder("| Setting | Type | Default | Meaning |\n|---|---|---|---|\n");
        for (JsonObject each : describe(settings)) {
            page.append("| `")
                    .append(each.getString("name"))
                    .append("` | ")
                    .append(each.getString("type"))
                    .append(" | ")
                    .append(defaultOf(each))
                    .append(" | ")
                    .append(meaning(each).replace("|", "\\|"))
                    .append(" |\n");
        }
        for (Inapplicable each : Schema.of(settings).inapplicable()) {
            page.append("\n- `")
                    .append(each.name())
                    .append("` has no effect: ")
                    .append(each.why())
                    .append('.');
        }
        return page.append(Schema.of(settings).inapplicable().isEmpty() ? "" : "\n")
                .toString();
    }

    private static String defaultOf(JsonObject setting) {
        return setting.getBoolean("required")
                ? "required"
                : setting.containsKey("default") ? "`" + setting.getString("default") + "`" : "";
    }

    private static String meaning(JsonObject setting) {
        StringBuilder meaning = new StringBuilder(setting.getString("description"));
        if (setting.containsKey("min") || setting.containsKey("max")) {
            meaning.append(" Range: ")
                    .append(setting.getValue("min", ""))
                    .append("…")
                    .append(setting.getValue("max", ""))
                    .append('.');
        }
        if (setting.containsKey("example")) {
            meaning.append(" Example: `").append(setting.getString("example")).append("`.");
        }
        return meaning.toString();
    }
}
