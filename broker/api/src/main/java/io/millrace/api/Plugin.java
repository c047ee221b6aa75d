package io.millrace.api;

import io.millrace.api.connector.ConnectorType;
import io.millrace.api.deployment.Kind;
import io.millrace.api.store.ObjectStore;
import java.util.List;

/**
 * The entry of a plugin jar: names what it contributes to the node.
 *
 * <p>Found by {@link java.util.ServiceLoader} in a class loader of the plugin's own, made once per node at start, on the
 * start thread. The constructor must do nothing but build the lists.
 */
public interface Plugin {

    /** The plugin's folder name under {@code plugins/}, shown in errors and status. */
    String name();

    /** Kinds of deployments that this plugin runs; each name may be provided once in a node. */
    default List<Kind<?>> kinds() {
        return List.of();
    }

    /** Values of {@code connector.class} that this plugin runs natively; each may be provided once in a node. */
    default List<ConnectorType<?>> connectors() {
        return List.of();
    }

    /** Stores of objects; each URI scheme may be provided once in a node. */
    default List<ObjectStore> objectStores() {
        return List.of();
    }

    /** Pages of the gateway that this plugin serves; each path may be provided once in a node. */
    default List<Pages> pages() {
        return List.of();
    }

    /**
     * Tells the plugin where it is. Called once on a worker thread, before anything that it contributes is used; must not wait
     * for anything.
     */
    default void start(PluginContext context) {}
}
