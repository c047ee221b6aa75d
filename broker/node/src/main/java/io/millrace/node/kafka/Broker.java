package io.millrace.node.kafka;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.node.NodeConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** The broker of a node: carried, or connected to. Blocks; call it on a worker. */
public final class Broker implements AutoCloseable {

    private final KafkaAccess access;
    private final List<Listener> listeners;
    private final Runnable stop;

    private Broker(KafkaAccess access, List<Listener> listeners, Runnable stop) {
        this.access = access;
        this.listeners = listeners;
        this.stop = stop;
    }

    /**
     * Starts the carried broker, or makes sure that the external one answers.
     *
     * @param directory Kafka's log directory
     * @param onFatal called on any thread when a carried broker cannot go on
     * @throws ProblemException when there is no broker afterwards
     */
    public static Broker start(NodeConfig config, Path directory, Runnable onFatal) {
        return switch (config.kafka().mode()) {
            case EMBEDDED -> {
                EmbeddedKafka kafka = EmbeddedKafka.start(config.node().id(), directory, config.kafka(), onFatal);
                yield new Broker(kafka.access(), kafka.listeners(), kafka::close);
            }
            case EXTERNAL -> new Broker(connect(config.kafka()), List.of(), () -> {});
        };
    }

    private static KafkaAccess connect(NodeConfig.KafkaSettings settings) {
        String servers = settings.bootstrapServers();
        Map<String, Object> properties = new HashMap<>(settings.client());
        properties.put("bootstrap.servers", servers);
        properties.put("client.id", "millrace-connect");
        properties.put("request.timeout.ms", "10000");
        properties.put("default.api.timeout.ms", "20000");
        try (Admin admin = Admin.create(properties)) {
            String clusterId = admin.describeCluster().clusterId().get();
            return new KafkaAccess(servers, servers, clusterId, settings.client());
        } catch (ExecutionException | KafkaException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            throw new ProblemException(
                    Problem.resource(
                            "broker-unreachable",
                            "the broker at " + servers + " does not answer: " + cause.getMessage() + ".",
                            Where.path("kafka.bootstrapServers"),
                            "Check the address, and kafka.client for its security settings."),
                    failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    public KafkaAccess access() {
        return access;
    }

    /** Of a carried broker; empty for an external one. */
    public List<Listener> listeners() {
        return listeners;
    }

    @Override
    public void close() {
        stop.run();
    }
}
