package io.millrace.node.kafka;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/** Kafka's settings for a carried broker: the node's own, small defaults, and the user's over them. */
final class BrokerProperties {

    /** What the node decides itself, with the setting a user should write instead. */
    static final Map<String, String> OWNED = new TreeMap<>(Map.ofEntries(
            Map.entry("process.roles", "nothing: a node is broker and controller"),
            Map.entry("node.id", "node.id"),
            Map.entry("broker.id", "node.id"),
            Map.entry("listeners", "kafka.host and kafka.port"),
            Map.entry("advertised.listeners", "kafka.advertisedHost"),
            Map.entry("listener.security.protocol.map", "nothing: the three listeners are the node's"),
            Map.entry("inter.broker.listener.name", "nothing: it is INTERNAL"),
            Map.entry("controller.listener.names", "nothing: it is CONTROLLER"),
            Map.entry("controller.quorum.voters", "nothing: the quorum is dynamic"),
            Map.entry("controller.quorum.bootstrap.servers", "nothing: the quorum is dynamic"),
            Map.entry("log.dir", "node.dataDir"),
            Map.entry("log.dirs", "node.dataDir"),
            Map.entry("metadata.log.dir", "node.dataDir")));

    /**
     * Defaults for one node on a laptop. Fewer threads and a smaller cleaner buffer take two thirds of the memory away; the
     * short session lets a node that was killed come back in seconds; Flink's sinks ask for transactions of an hour; committed
     * offsets outlive a long holiday.
     */
    private static final Map<String, String> SMALL = Map.ofEntries(
            Map.entry("num.network.threads", "2"),
            Map.entry("num.io.threads", "4"),
            Map.entry("background.threads", "2"),
            Map.entry("num.recovery.threads.per.data.dir", "2"),
            Map.entry("log.cleaner.threads", "1"),
            Map.entry("log.cleaner.dedupe.buffer.size", "8388608"),
            Map.entry("group.coordinator.threads", "1"),
            Map.entry("share.coordinator.threads", "1"),
            Map.entry("broker.session.timeout.ms", "3000"),
            Map.entry("broker.heartbeat.interval.ms", "500"),
            Map.entry("transaction.max.timeout.ms", "3600000"),
            Map.entry("offsets.retention.minutes", "525600"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("offsets.topic.num.partitions", "4"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("transaction.state.log.num.partitions", "4"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"),
            Map.entry("share.coordinator.state.topic.num.partitions", "4"));

    private BrokerProperties() {}

    static Properties of(
            int nodeId, Path logDirectory, List<Listener> listeners, Listener controller, Map<String, String> user) {
        Properties properties = new Properties();
        properties.putAll(SMALL);
        properties.putAll(user);
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", Integer.toString(nodeId));
        properties.put("log.dirs", logDirectory.toString());
        properties.put("controller.listener.names", controller.name());
        properties.put("controller.quorum.bootstrap.servers", controller.bootstrap());
        properties.put("inter.broker.listener.name", "INTERNAL");
        properties.put("listeners", joined(listeners, true) + "," + controller.bound());
        properties.put("advertised.listeners", joined(listeners, false) + "," + controller.advertised());
        properties.put("listener.security.protocol.map", "CLIENT:PLAINTEXT,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT");
        return properties;
    }

    /** Prefixes of settings that Kafka takes although its definitions do not list them one by one. */
    static final Set<String> OPEN_PREFIXES = Set.of(
            "listener.name.",
            "sasl.",
            "ssl.",
            "rsm.config.",
            "rlmm.config.",
            "remote.log.",
            "client.quota.",
            "super.users");

    private static String joined(List<Listener> listeners, boolean bound) {
        return String.join(
                ",",
                listeners.stream().map(l -> bound ? l.bound() : l.advertised()).toList());
    }
}
