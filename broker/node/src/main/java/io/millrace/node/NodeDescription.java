package io.millrace.node;

import io.millrace.api.child.ChildStatus;
import io.millrace.api.problem.Problem;
import io.millrace.api.store.ObjectStore;
import io.millrace.node.children.Children;
import io.millrace.node.kafka.Broker;
import io.millrace.node.kafka.Listener;
import io.millrace.node.plugins.Plugins;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a node says of itself: {@code GET /v1/node} and {@code millrace status}. */
final class NodeDescription {

    private final NodeConfig config;
    private final Broker broker;
    private final Plugins plugins;
    private final Children children;
    private final InstantSource clock;
    private final Instant started;

    NodeDescription(NodeConfig config, Broker broker, Plugins plugins, Children children, InstantSource clock) {
        this.config = config;
        this.broker = broker;
        this.plugins = plugins;
        this.children = children;
        this.clock = clock;
        this.started = clock.instant();
    }

    /** @param httpPort the gateway's, once it listens */
    JsonObject toJson(int httpPort) {
        String version = Node.class.getPackage().getImplementationVersion();
        String http = config.node().http().host() + ":" + httpPort;
        JsonArray listeners = new JsonArray().add(listener("HTTP", http, http, ""));
        for (Listener each : broker.listeners()) {
            boolean forClients = each.name().equals("CLIENT");
            listeners.add(listener(
                    each.name(),
                    each.host() + ":" + each.port(),
                    each.bootstrap(),
                    forClients ? each.bootstrap() : ""));
        }
        return new JsonObject()
                .put("id", config.node().id())
                .put("cluster", config.node().cluster())
                .put("version", version == null ? "development" : version)
                .put("clusterId", broker.access().clusterId())
                .put("mode", config.kafka().mode().name().toLowerCase(Locale.ROOT))
                .put("uptimeMs", clock.millis() - started.toEpochMilli())
                .put("bootstrapServers", broker.access().publicBootstrapServers())
                .put("listeners", listeners)
                .put("warnings", new JsonArray(warnings()))
                .put("plugins", new JsonArray(plugins.names()))
                .put(
                        "stores",
                        new JsonArray(plugins.stores().stream()
                                .map(NodeDescription::store)
                                .toList()))
                .put(
                        "children",
                        new JsonArray(children.status().stream()
                                .map(NodeDescription::child)
                                .toList()));
    }

    private static JsonObject store(ObjectStore store) {
        ObjectStore.Status status = store.status();
        return new JsonObject()
                .put("scheme", store.scheme())
                .put("mode", status.mode())
                .put("endpoint", status.endpoint())
                .put("state", status.state());
    }

    private static JsonObject child(ChildStatus status) {
        return new JsonObject()
                .put("name", status.name())
                .put("state", status.state().name().toLowerCase(Locale.ROOT))
                .put("restarts", status.restarts())
                .put("log", status.log().toString())
                .put(
                        "problems",
                        new JsonArray(
                                status.problems().stream().map(Problem::toJson).toList()));
    }

    private static JsonObject listener(String name, String address, String advertised, String bootstrap) {
        return new JsonObject()
                .put("name", name)
                .put("address", address)
                .put("advertised", advertised)
                .put("bootstrap", bootstrap);
    }

    /** What works and is probably not meant. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        for (Listener listener : broker.listeners()) {
            if (!isLoopback(listener.host()) && isLoopback(listener.advertisedHost())) {
                warnings.add("the listener " + listener.name() + " is bound to " + listener.host()
                        + " but tells clients to connect to " + listener.advertisedHost()
                        + ": clients on other machines will not get through. Set kafka.advertisedHost.");
            }
        }
        return warnings;
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException elsewhere) {
            return false;
        }
    }
}
