package io.millrace.node.deployments;

import io.millrace.api.feed.Partition;
import io.millrace.node.deployments.Deployments.Id;
import io.millrace.node.deployments.Deployments.Lag;
import io.millrace.node.deployments.Deployments.View;
import io.millrace.node.feed.Feeds;
import io.millrace.node.settings.SettingsBinder;
import io.millrace.node.settings.StorableForm;
import io.millrace.node.topics.ConsumerGroups;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is shown of deployments: what is wanted of them, how they are, and how far behind. */
final class Views {

    private final Host host;
    private final Reconciler reconciler;
    private final ConsumerGroups groups;

    Views(Host host, Reconciler reconciler, ConsumerGroups groups) {
        this.host = host;
        this.reconciler = reconciler;
        this.groups = groups;
    }

    Future<List<View>> list() {
        List<Future<View>> views = reconciler.all().stream().map(this::of).toList();
        return views.isEmpty()
                ? Future.succeededFuture(List.of())
                : Future.all(views).map(all -> all.<View>list());
    }

    Future<View> of(StoredDeployment stored) {
        Id id = stored.id();
        boolean feeds =
                reconciler.actor(id).map(actor -> !actor.feeds().isEmpty()).orElse(false);
        Future<Map<Partition, Lag>> lag = feeds
                ? groups.lag(Feeds.group(host.cluster(), id.kind(), id.name()))
                : Future.succeededFuture(Map.of());
        return lag.map(behind -> new View(
                id,
                stored.uid(),
                stored.generation(),
                stored.paused(),
                stored.deleting(),
                stored.appliedAt(),
                labels(stored.definition()),
                stored.definition().getString("description", ""),
                settings(stored.definition()),
                stored.source(),
                reconciler.status(id),
                behind,
                reconciler.actor(id).map(Actor::rates).orElse(Map.of())));
    }

    private static Map<String, String> labels(JsonObject definition) {
        Map<String, String> labels = new TreeMap<>();
        definition
                .getJsonObject("labels", new JsonObject())
                .forEach(label -> labels.put(label.getKey(), String.valueOf(label.getValue())));
        return labels;
    }

    private static JsonObject settings(JsonObject definition) {
        JsonObject shown = StorableForm.shown(definition);
        SettingsBinder.RESERVED.forEach(shown::remove);
        return shown;
    }
}
