package io.millrace.node.gateway;

import io.millrace.api.deployment.Operation;
import io.millrace.api.deployment.Status;
import io.millrace.api.deployment.Status.State;
import io.millrace.api.feed.Partition;
import io.millrace.api.problem.Problem;
import io.millrace.node.deployments.Deployments.Applied;
import io.millrace.node.deployments.Deployments.Generation;
import io.millrace.node.deployments.Deployments.KindView;
import io.millrace.node.deployments.Deployments.Lag;
import io.millrace.node.deployments.Deployments.Rewound;
import io.millrace.node.deployments.Deployments.View;
import io.millrace.node.topics.ConsumerGroups;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Deployments in the JSON of the contract. */
final class DeploymentJson {

    /** A deployment is shown in the state of the node where it is worst. */
    private static final List<State> WORST_FIRST = List.of(
            State.FAILED,
            State.RETRYING,
            State.DELETING,
            State.STARTING,
            State.STOPPED,
            State.PAUSED,
            State.RUNNING,
            State.COMPLETED);

    private DeploymentJson() {}

    static JsonObject of(View view) {
        return new JsonObject()
                .put("kind", view.id().kind())
                .put("name", view.id().name())
                .put("uid", view.uid())
                .put("generation", view.generation())
                .put("paused", view.paused())
                .put("deleting", view.deleting())
                .put("appliedAt", view.appliedAt().toString())
                .put("labels", new JsonObject(Map.copyOf(view.labels())))
                .put("description", view.description())
                .put("settings", view.settings())
                .put("source", view.source())
                .put("state", state(view).name())
                .put("status", array(new TreeMap<>(view.status()).entrySet(), DeploymentJson::status))
                .put("lag", lag(view.lag()))
                .put("rates", new JsonObject(Map.copyOf(view.rates())));
    }

    static JsonObject of(Applied applied) {
        return new JsonObject()
                .put(
                        "changes",
                        array(
                                applied.changes(),
                                change -> new JsonObject()
                                        .put("kind", change.id().kind())
                                        .put("name", change.id().name())
                                        .put("action", change.action())
                                        .put("generation", change.generation())))
                .put("warnings", new JsonArray(applied.warnings()))
                .put("files", new JsonArray(applied.files()));
    }

    static JsonObject of(Generation generation) {
        return new JsonObject()
                .put("generation", generation.generation())
                .put("appliedAt", generation.appliedAt().toString())
                .put("source", generation.source())
                .put("reason", generation.reason());
    }

    static JsonObject of(Rewound rewound) {
        return new JsonObject()
                .put("from", offsets(rewound.from()))
                .put("to", offsets(rewound.to()))
                .put("effect", rewound.effect());
    }

    static JsonObject of(KindView kind) {
        return new JsonObject()
                .put("kind", kind.kind())
                .put("version", kind.version())
                .put("settings", new JsonArray(kind.settings()))
                .put("operations", array(kind.operations(), DeploymentJson::of));
    }

    /** By partition. */
    static JsonArray lag(Map<Partition, Lag> lag) {
        return array(
                new TreeMap<>(lag).entrySet(),
                entry -> partition(entry.getKey())
                        .put(
                                "committed",
                                entry.getValue().committed() == ConsumerGroups.NOTHING_COMMITTED
                                        ? null
                                        : entry.getValue().committed())
                        .put("end", entry.getValue().end())
                        .put("records", entry.getValue().records())
                        .put("seconds", entry.getValue().seconds()));
    }

    static JsonObject partition(Partition partition) {
        return new JsonObject().put("topic", partition.topic()).put("partition", partition.number());
    }

    static <T> JsonArray array(Collection<T> items, Function<T, JsonObject> form) {
        return new JsonArray(items.stream().map(form).toList());
    }

    private static JsonObject of(Operation operation) {
        return new JsonObject()
                .put("name", operation.name())
                .put("description", operation.description())
                .put("changes", operation.changes())
                .put("input", operation.input().name().toLowerCase(Locale.ROOT));
    }

    private static State state(View view) {
        return WORST_FIRST.stream()
                .filter(state -> view.status().values().stream().anyMatch(status -> status.state() == state))
                .findFirst()
                .orElse(State.STARTING);
    }

    private static JsonObject status(Map.Entry<Integer, Status> byNode) {
        return new JsonObject()
                .put("node", byNode.getKey())
                .put("state", byNode.getValue().state().name())
                .put("problems", array(byNode.getValue().problems(), Problem::toJson))
                .put("details", byNode.getValue().details());
    }

    private static JsonArray offsets(Map<Partition, Long> offsets) {
        return array(
                new TreeMap<>(offsets).entrySet(),
                entry -> partition(entry.getKey()).put("offset", entry.getValue()));
    }
}
