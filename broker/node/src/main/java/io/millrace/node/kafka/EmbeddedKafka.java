package io.millrace.node.kafka;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.node.NodeConfig;
import io.millrace.node.Ports;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.raft.DynamicVoters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Apache Kafka in this JVM: one combined KRaft node.
 *
 * <p>Everything here blocks; call it on a worker. Started once, closed once. The data directory's lock is the caller's business
 * ({@link io.millrace.node.DataDirectory}).
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);
    private static final String LOOPBACK = "127.0.0.1";

    private final KafkaRaftServer server;
    private final List<Listener> listeners;
    private final KafkaAccess access;
    private final AutoCloseable trap;

    private EmbeddedKafka(KafkaRaftServer server, List<Listener> listeners, KafkaAccess access, AutoCloseable trap) {
        this.server = server;
        this.listeners = listeners;
        this.access = access;
        this.trap = trap;
    }

    /** Names of Kafka's broker settings, for checking {@code kafka.server}. */
    public static Set<String> settingNames() {
        return new TreeSet<>(KafkaConfig.configDef().names());
    }

    /** Settings that the node decides itself, with what to write instead. */
    public static Map<String, String> ownedSettings() {
        return BrokerProperties.OWNED;
    }

    /** True when Kafka takes this name although {@link #settingNames()} does not list it. */
    public static boolean isOpenSetting(String name) {
        return BrokerProperties.OPEN_PREFIXES.stream().anyMatch(name::startsWith);
    }

    /**
     * Formats the directory when it is new, and starts.
     *
     * @param nodeId unique in the cluster
     * @param directory Kafka's log directory
     * @param settings listeners and the user's own broker settings
     * @param onFatal called on any thread when the broker cannot go on
     * @throws ProblemException when a port is taken, a setting has no meaning to Kafka, or the directory is another node's
     */
    public static EmbeddedKafka start(int nodeId, Path directory, NodeConfig.KafkaSettings settings, Runnable onFatal) {
        String host = settings.host();
        Ports.requireFree("kafka.port", host, settings.port());
        int port = settings.port() == 0 ? Ports.free(host) : settings.port();
        Listener client = new Listener("CLIENT", host, port, advertisedHost(settings));
        List<Integer> others =
                Ports.free(LOOPBACK, 3).stream().filter(free -> free != port).toList();
        Listener internal = new Listener("INTERNAL", LOOPBACK, others.get(0), LOOPBACK);
        Listener controller = new Listener("CONTROLLER", LOOPBACK, others.get(1), LOOPBACK);
        Properties properties =
                BrokerProperties.of(nodeId, directory, List.of(client, internal), controller, settings.server());

        AutoCloseable trap = BrokerExit.trap(onFatal);
        try {
            KafkaConfig config = new KafkaConfig(properties, false);
            String clusterId = format(nodeId, directory, controller);
            long begun = System.nanoTime();
            KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
            server.startup();
            LOG.atInfo()
                    .addKeyValue("clusterId", clusterId)
                    .addKeyValue("client", client.bootstrap())
                    .addKeyValue("elapsedMs", (System.nanoTime() - begun) / 1_000_000)
                    .log("broker started");
            KafkaAccess access = new KafkaAccess(internal.bootstrap(), client.bootstrap(), clusterId, Map.of());
            return new EmbeddedKafka(server, List.of(client, internal, controller), access, trap);
        } catch (ConfigException refused) {
            release(trap);
            throw new ProblemException(
                    Problem.user(
                            "invalid-kafka-setting",
                            "Kafka refuses its settings: " + refused.getMessage() + ".",
                            Where.path("kafka.server"),
                            "Correct the value; Kafka's documentation lists the broker settings."),
                    refused);
        } catch (IOException | BrokerExit | RuntimeException failed) {
            release(trap);
            throw failed instanceof ProblemException told ? told : startFailure(directory, failed);
        }
    }

    /** How clients of the node and of its children reach the broker. */
    public KafkaAccess access() {
        return access;
    }

    /** CLIENT, INTERNAL, CONTROLLER. */
    public List<Listener> listeners() {
        return listeners;
    }

    /** Stops in order; takes a second or two. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
        release(trap);
    }

    private static String advertisedHost(NodeConfig.KafkaSettings settings) {
        if (settings.advertisedHost() != null) {
            return settings.advertisedHost();
        }
        try {
            // A wildcard address means nothing to a client: tell it this machine's name, as Kafka does.
            return InetAddress.getByName(settings.host()).isAnyLocalAddress()
                    ? InetAddress.getLocalHost().getCanonicalHostName()
                    : settings.host();
        } catch (UnknownHostException unknown) {
            throw new ProblemException(
                    Problem.user(
                            "unknown-host",
                            "the host " + settings.host() + " cannot be resolved.",
                            Where.path("kafka.host"),
                            "Write an address of this machine, or set kafka.advertisedHost."),
                    unknown);
        }
    }

    private static String format(int nodeId, Path directory, Listener controller) throws IOException {
        Files.createDirectories(directory);
        Optional<MetaProperties> present = MetaProperties.read(directory);
        if (present.isPresent()) {
            present.get().requireNode(nodeId, directory);
            return present.get().clusterId();
        }
        String clusterId = Uuid.randomUuid().toString();
        try {
            new Formatter()
                    .setNodeId(nodeId)
                    .setClusterId(clusterId)
                    .setDirectories(List.of(directory.toString()))
                    .setMetadataLogDirectory(directory.toString())
                    .setControllerListenerName(controller.name())
                    .setHasDynamicQuorum(true)
                    .setInitialControllers(
                            DynamicVoters.parse(nodeId + "@" + controller.bootstrap() + ":" + Uuid.randomUuid()))
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .run();
        } catch (IOException failed) {
            throw failed;
        } catch (Exception failed) {
            throw new IOException("cannot format " + directory, failed);
        }
        return clusterId;
    }

    private static ProblemException startFailure(Path directory, Throwable failed) {
        Throwable root = failed;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new ProblemException(
                Problem.resource(
                        "broker-start-failed",
                        "the broker did not start: " + root.getMessage() + ".",
                        Where.path("node.dataDir " + directory),
                        "Look at the node's log for Kafka's own words; ports and the data directory are the usual causes."),
                failed);
    }

    private static void release(AutoCloseable trap) {
        try {
            trap.close();
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
