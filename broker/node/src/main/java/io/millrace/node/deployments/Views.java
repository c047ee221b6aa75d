package io.millrace.node.deployments;

import io.millrace.api.feed.Partition;
import io.millrace.node.deployments.Deployments.Id;
import io.millrace.node.deployments.Deployments.Lag;
import io.millrace.node.deployments.Deployments.View;
import io.millrace.node.settings.SettingsBinder;
import io.millrace.node.settings.StorableForm;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is shown of deployments: what is wanted of them, how they are, and how far behind. */
final class Views {

    private final Host host;
    private final Reconciler reconciler;

    Views(Host host, Reconciler reconciler) {
        this.host = host;
        this.reconciler = reconciler;
    }

    Future<List<View>> list() {
        List<Future<View>> views = reconciler.all().stream().map(this::of).toList();
        return views.isEmpty()
                ? Future.succeededFuture(List.of())
                : Future.all(views).map(all -> all.<View>list());
    }

    Future<View> of(StoredDeployment stored) {
        Id id = stored.id();
        Future<Map<Partition, Lag>> lag = reconciler.actor(id).map(this::lag).orElse(Future.succeededFuture(Map.of()));
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

    /** Of a partition that several groups read, the one that is furthest behind counts. */
    private Future<Map<Partition, Lag>> lag(Actor<?> actor) {
        List<Future<Map<Partition, Lag>>> groups = actor.feeds().stream()
                .map(fed -> host.groups().lag(fed.group()))
                .toList();
        Map<Partition, Lag> behind = new TreeMap<>();
        return groups.isEmpty()
                ? Future.succeededFuture(behind)
                : Future.all(groups).map(all -> {
                    all.<Map<Partition, Lag>>list()
                            .forEach(lag -> lag.forEach((partition, one) ->
                                    behind.merge(partition, one, (a, b) -> a.records() < b.records() ? b : a)));
                    return behind;
                });
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
