package io.millrace.node.deployments;

import io.millrace.api.deployment.Kind;
import io.millrace.node.deployments.Deployments.KindView;
import io.millrace.node.settings.SettingsReference;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The kinds that this node runs, by name. Immutable. */
public final class Kinds {

    private final Map<String, Kind<?>> byName = new TreeMap<>();

    /** @param kinds the node's own and those of its plugins, no name twice */
    public Kinds(List<Kind<?>> kinds) {
        kinds.forEach(kind -> byName.put(kind.name(), kind));
    }

    Optional<Kind<?>> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    Set<String> names() {
        return byName.keySet();
    }

    Iterable<Kind<?>> all() {
        return byName.values();
    }

    List<KindView> views() {
        List<KindView> views = new ArrayList<>();
        for (Kind<?> kind : all()) {
            List<JsonObject> settings = new ArrayList<>();
            kind.reference()
                    .forEach((place, record) -> SettingsReference.describe(record)
                            .forEach(setting -> settings.add(setting.copy().put("in", place))));
            views.add(new KindView(kind.name(), kind.version(), settings, kind.operations()));
        }
        return views;
    }
}
