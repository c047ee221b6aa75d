package io.millrace.node;

import io.millrace.api.FlinkSettings;
import io.millrace.api.settings.InvalidSetting;
import io.millrace.api.settings.Secret;
import io.millrace.api.settings.Setting;
import io.millrace.api.store.S3Settings;
import java.util.Map;

/**
 * The node's own file, {@code millrace.yaml}; every line is optional.
 *
 * @param node identity, data and gateway
 * @param capacity {@code provisioned}; {@code serverless} is refused until it exists
 * @param kafka the broker that the node carries or connects to
 * @param flink where Flink applications run
 * @param s3 where S3 objects go that name no place of their own
 */
public record NodeConfig(
        @Setting("Identity, data directory and gateway.") NodeSettings node,

        @Setting(value = "How capacity is provided.", defaultValue = "provisioned")
        Capacity capacity,

        @Setting("The broker.") KafkaSettings kafka,
        @Setting("Where Flink applications run.") FlinkSettings flink,
        @Setting("Where S3 objects go.") S3Settings s3) {

    public NodeConfig {
        if (capacity == Capacity.SERVERLESS) {
            throw new InvalidSetting(
                    "capacity",
                    "capacity serverless does not exist: a node has the machine it runs on.",
                    "Remove the line or write capacity: provisioned.");
        }
    }

    /** How capacity is provided. */
    public enum Capacity {
        PROVISIONED,
        SERVERLESS
    }

    /**
     * Identity, data and gateway.
     *
     * @param id unique among the nodes of a cluster
     * @param cluster names internal topics, groups and transactional ids
     * @param dataDir folder of everything the node keeps
     * @param http the gateway
     */
    public record NodeSettings(
            @Setting(value = "Number of this node, unique in its cluster.", defaultValue = "1", min = 1, max = 999_999)
            int id,

            @Setting(
                    value = "Name of the installation; part of every internal topic, group and transactional id.",
                    defaultValue = "default")
            String cluster,

            @Setting(value = "Folder of everything the node keeps.", defaultValue = "data")
            String dataDir,

            @Setting("The gateway.") HttpSettings http) {

        public NodeSettings {
            if (!cluster.matches("[a-z0-9-]{1,63}")) {
                throw new InvalidSetting(
                        "cluster", "'" + cluster + "' is not a cluster name.", "Use 1 to 63 of a-z, 0-9 and the dash.");
            }
        }
    }

    /**
     * The gateway.
     *
     * @param host address to listen on
     * @param port 0 for any free one
     * @param token required of every request when set; needed to listen wider than loopback
     */
    public record HttpSettings(
            @Setting(value = "Address the gateway listens on.", defaultValue = "127.0.0.1")
            String host,

            @Setting(value = "Port of the gateway; 0 takes a free one.", defaultValue = "8080", min = 0, max = 65_535)
            int port,

            @Setting("Bearer token that requests must carry.")
            Secret token) {}

    /** Where the broker is. */
    public enum KafkaMode {
        EMBEDDED,
        EXTERNAL
    }

    /**
     * The broker.
     *
     * @param mode embedded: inside this process; external: an existing cluster
     * @param host address of the CLIENT listener
     * @param port of the CLIENT listener; 0 for any free one
     * @param advertisedHost name that clients are told to connect to; null for {@code host}
     * @param server Kafka's own broker settings
     * @param bootstrapServers of the external cluster
     * @param client Kafka's own client settings for the external cluster
     */
    public record KafkaSettings(
            @Setting(value = "embedded or external.", defaultValue = "embedded")
            KafkaMode mode,

            @Setting(value = "Address of the CLIENT listener.", defaultValue = "127.0.0.1")
            String host,

            @Setting(
                    value = "Port of the CLIENT listener; 0 takes a free one.",
                    defaultValue = "9092",
                    min = 0,
                    max = 65_535)
            int port,

            @Setting("Host name that clients are told to connect to.")
            String advertisedHost,

            @Setting("Kafka's own broker settings.") Map<String, String> server,

            @Setting("Bootstrap servers of the external cluster.")
            String bootstrapServers,

            @Setting("Kafka's own client settings for the external cluster.")
            Map<String, String> client) {

        public KafkaSettings {
            if (mode == KafkaMode.EXTERNAL && (bootstrapServers == null || bootstrapServers.isBlank())) {
                throw new InvalidSetting(
                        "bootstrapServers",
                        "kafka.mode is external and kafka.bootstrapServers is missing.",
                        "Add kafka.bootstrapServers: host:port[,host:port].");
            }
            if (mode == KafkaMode.EMBEDDED && bootstrapServers != null) {
                throw new InvalidSetting(
                        "bootstrapServers",
                        "kafka.bootstrapServers is set but kafka.mode is embedded.",
                        "Write kafka.mode: external, or remove kafka.bootstrapServers.");
            }
        }
    }
}
