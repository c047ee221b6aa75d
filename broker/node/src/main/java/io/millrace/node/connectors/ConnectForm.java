package io.millrace.node.connectors;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The two forms that Kafka Connect's users have their connectors in, brought into a definition of this platform. */
final class ConnectForm {

    /** What Connect answers beside name and config; it is not part of a definition. */
    private static final Set<String> ANSWERED = Set.of("tasks", "type");

    private ConnectForm() {}

    /** {@code {"name", "config": {…}}} as Connect's REST API has it, or the flat form of its standalone mode. */
    static Optional<List<JsonObject>> translate(JsonObject document) {
        if (document.containsKey("kind")) {
            return Optional.empty();
        }
        if (document.containsKey("connector.class")) {
            JsonObject config = document.copy();
            Object name = config.remove("name");
            return Optional.of(List.of(definition().put("name", name).put("config", config)));
        }
        boolean connect =
                document.getValue("config") instanceof JsonObject config && config.containsKey("connector.class");
        if (!connect) {
            return Optional.empty();
        }
        JsonObject definition = definition().mergeIn(document);
        ANSWERED.forEach(definition::remove);
        return Optional.of(List.of(definition));
    }

    private static JsonObject definition() {
        return new JsonObject().put("kind", ConnectorKind.NAME);
    }
}
