package io.millrace.node.connectors;

import io.millrace.api.deployment.Foreign;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Set;

/** The two forms that Kafka Connect's users have their connectors in, brought into a definition of this platform. */
final class ConnectForm {

    /** What Connect answers beside name and config; it is not part of a definition. */
    private static final Set<String> ANSWERED = Set.of("tasks", "type");

    private ConnectForm() {}

    /** {@code {"name", "config": {…}}} as Connect's REST API has it, or the flat form of its standalone mode. */
    static boolean translate(Foreign foreign) {
        JsonObject document = foreign.document();
        if (document.containsKey("kind")) {
            return false;
        }
        if (document.containsKey("connector.class")) {
            JsonObject config = document.copy();
            Object name = config.remove("name");
            foreign.define(definition().put("name", name).put("config", config), Map.of("config", ""));
            return true;
        }
        boolean connect =
                document.getValue("config") instanceof JsonObject config && config.containsKey("connector.class");
        if (connect) {
            JsonObject definition = definition().mergeIn(document);
            ANSWERED.forEach(definition::remove);
            foreign.define(definition, Map.of());
        }
        return connect;
    }

    private static JsonObject definition() {
        return new JsonObject().put("kind", ConnectorKind.NAME);
    }
}
