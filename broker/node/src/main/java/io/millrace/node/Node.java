package io.millrace.node;

import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.api.FlinkSettings;
import io.millrace.api.Plugin;
import io.millrace.api.PluginContext;
import io.millrace.api.child.Child;
import io.millrace.api.child.ChildSpec;
import io.millrace.api.child.ChildSpec.Readiness;
import io.millrace.api.child.Run;
import io.millrace.api.child.RunSpec;
import io.millrace.api.deployment.KafkaCluster;
import io.millrace.api.deployment.Kind;
import io.millrace.api.store.ObjectStore;
import io.millrace.api.store.S3Settings;
import io.millrace.node.NodeConfig.KafkaMode;
import io.millrace.node.artifacts.ArtifactCollector;
import io.millrace.node.artifacts.Artifacts;
import io.millrace.node.children.Children;
import io.millrace.node.connectors.ConnectorKind;
import io.millrace.node.deployments.Definitions;
import io.millrace.node.deployments.Host;
import io.millrace.node.deployments.Kinds;
import io.millrace.node.deployments.NodeDeployments;
import io.millrace.node.feed.Feeds;
import io.millrace.node.feed.MemoryBudget;
import io.millrace.node.gateway.Gateway;
import io.millrace.node.kafka.Broker;
import io.millrace.node.kafka.KafkaAccess;
import io.millrace.node.logs.DeploymentLogs;
import io.millrace.node.plugins.Plugins;
import io.millrace.node.settings.Vault;
import io.millrace.node.topics.ConsumerGroups;
import io.millrace.node.topics.KafkaAdmin;
import io.millrace.node.topics.KafkaTopics;
import io.millrace.node.topics.PartitionOffsets;
import io.millrace.node.topics.TopicKind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Millrace process: broker, deployments and gateway, put together here and nowhere else.
 *
 * <p>Started once and stopped once, from any thread. What was started is stopped in the reverse order, also when a start fails
 * half way.
 */
public final class Node {

    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    /** Threads for short work that blocks, uploads and checks; what a feed hands to has a thread of its own. */
    private static final int WORKERS = 8;

    private final NodeConfig config;
    private final Parts parts;
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setWorkerPoolSize(WORKERS));
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Deque<Supplier<Future<Void>>> stops = new ArrayDeque<>();
    private Broker broker;
    private NodeDeployments deployments;
    private Gateway gateway;
    private NodeDescription description;

    /**
     * What differs between a process and a node inside another program.
     *
     * @param home the distribution's folder; its {@code plugins} has a sub-folder for each plugin
     * @param given plugins of the class path
     * @param clock the system's, or a manual one
     * @param onFatal called on any thread when the broker cannot go on; the node should be stopped
     */
    public record Parts(Path home, List<Plugin> given, InstantSource clock, Runnable onFatal) {}

    public Node(NodeConfig config, Parts parts) {
        this.config = config;
        this.parts = parts;
    }

    /** Fails with a {@link io.millrace.api.problem.ProblemException}; nothing runs then. */
    public Future<Void> start() {
        Promise<Void> started = Promise.promise();
        onWorker(this::openDataDirectory)
                .compose(data -> Future.all(onWorker(() -> startBroker(data)), onWorker(this::loadPlugins))
                        .compose(both -> assemble(data, both.resultAt(1))))
                .onSuccess(started::complete)
                .onFailure(failure -> stop().onComplete(stopped -> started.fail(failure)));
        return started.future();
    }

    private DataDirectory openDataDirectory() {
        Gateway.check(config.node().http());
        DataDirectory data = DataDirectory.open(
                Path.of(config.node().dataDir()), config.node().cluster());
        stops.push(() -> onWorker(() -> {
            data.close();
            return null;
        }));
        return data;
    }

    private Void startBroker(DataDirectory data) {
        Broker started = Broker.start(config, data.kafka(), parts.onFatal());
        synchronized (stops) {
            broker = started;
            stops.push(() -> onWorker(() -> {
                started.close();
                return null;
            }));
        }
        return null;
    }

    private Plugins loadPlugins() {
        Plugins plugins =
                Plugins.load(Optional.of(parts.home().resolve("plugins")).filter(Files::isDirectory), parts.given());
        synchronized (stops) {
            stops.push(() -> onWorker(() -> {
                plugins.close();
                return null;
            }));
        }
        return plugins;
    }

    private Future<Void> assemble(DataDirectory data, Plugins plugins) {
        DeploymentLogs logs = new DeploymentLogs();
        stops.push(() -> onWorker(() -> {
            logs.close();
            return null;
        }));
        KafkaAccess access = broker.access();
        String cluster = config.node().cluster();
        return onWorker(() -> new Foundation(
                        new KafkaAdmin(vertx, access),
                        Artifacts.open(vertx, parts.clock(), data.artifacts()),
                        startPlugins(data, plugins)))
                .compose(ground -> {
                    KafkaAdmin admin = ground.admin();
                    stops.push(admin::close);
                    KafkaTopics topics = new KafkaTopics(admin);
                    ConsumerGroups groups = new ConsumerGroups(vertx, access, admin, parts.clock());
                    stops.push(groups::close);
                    Feeds feeds = new Feeds(
                            vertx,
                            parts.clock(),
                            access,
                            topics,
                            registry,
                            new MemoryBudget(Runtime.getRuntime().maxMemory()),
                            cluster,
                            config.node().id());
                    Host host = new Host(
                            vertx,
                            parts.clock(),
                            cluster,
                            config.node().id(),
                            access,
                            new KafkaCluster(
                                    config.kafka().mode() == KafkaMode.EMBEDDED,
                                    access.clusterId(),
                                    access.publicBootstrapServers()),
                            topics,
                            groups,
                            feeds,
                            registry);
                    Kinds kinds = new Kinds(kinds(plugins, topics, access, data));
                    Definitions definitions = new Definitions(
                            kinds, nodeValues(data, plugins, access), new Vault(data.root()), ground.artifacts()::path);
                    deployments = new NodeDeployments(host, kinds, definitions, new PartitionOffsets(admin));
                    stops.push(deployments::stop);
                    ArtifactCollector collector =
                            new ArtifactCollector(vertx, ground.artifacts(), deployments::artifacts);
                    stops.push(collector::stop);
                    description = new NodeDescription(config, broker, plugins, ground.children(), parts.clock());
                    gateway = new Gateway(
                            vertx,
                            config.node().http(),
                            new Gateway.Parts(
                                    config.kafka().advertisedHost(),
                                    () -> description.toJson(gateway.port()),
                                    deployments,
                                    logs,
                                    ground.artifacts(),
                                    access,
                                    admin,
                                    groups,
                                    plugins.pages(),
                                    registry));
                    bindJvmMeters();
                    return deployments.start().compose(started -> {
                        collector.start();
                        return gateway.start();
                    });
                })
                .onSuccess(started -> {
                    stops.push(gateway::stop);
                    description.warnings().forEach(warning -> LOG.atWarn().log(warning));
                });
    }

    private record Foundation(KafkaAdmin admin, Artifacts artifacts, Children children) {}

    private Children startPlugins(DataDirectory data, Plugins plugins) {
        Children children = Children.open(vertx, data.children());
        synchronized (stops) {
            stops.push(children::stop);
        }
        Path home = parts.home().toAbsolutePath();
        plugins.start(folder -> new PluginHost(
                vertx,
                data.root().toAbsolutePath(),
                home,
                folder,
                config.s3(),
                config.flink(),
                plugins.stores(),
                children));
        return children;
    }

    private record PluginHost(
            Vertx vertx,
            Path dataDir,
            Path home,
            Path folder,
            S3Settings s3,
            FlinkSettings flink,
            List<ObjectStore> stores,
            Children children)
            implements PluginContext {
        @Override
        public Optional<ObjectStore> objectStore(String scheme) {
            return stores.stream()
                    .filter(store -> store.scheme().equals(scheme))
                    .findFirst();
        }

        @Override
        public Child start(ChildSpec spec, Readiness readiness) {
            return children.start(spec, readiness);
        }

        @Override
        public Run run(RunSpec spec, Consumer<String> said) {
            return children.run(spec, said);
        }
    }

    /** What {@code ${millrace:…}} stands for. */
    private static Map<String, Supplier<String>> nodeValues(DataDirectory data, Plugins plugins, KafkaAccess access) {
        Map<String, Supplier<String>> values = new HashMap<>();
        values.put("bootstrapServers", access::publicBootstrapServers);
        values.put("dataDir", data.root().toAbsolutePath()::toString);
        plugins.stores().forEach(store -> values.put(store.scheme() + ".endpoint", store::endpoint));
        return values;
    }

    private List<Kind<?>> kinds(Plugins plugins, KafkaTopics topics, KafkaAccess access, DataDirectory data) {
        List<Kind<?>> kinds = new ArrayList<>();
        kinds.add(new TopicKind(topics));
        kinds.add(new ConnectorKind(
                plugins.connectors(),
                access,
                data.root().toAbsolutePath(),
                Runtime.getRuntime().maxMemory()));
        kinds.addAll(plugins.kinds());
        return kinds;
    }

    private void bindJvmMeters() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
    }

    /** Stops the gateway, deployments and the broker, in this order; loses nothing. */
    public Future<Void> stop() {
        // A future of a Vert.x context is never told that its own Vert.x has closed: this one has no context.
        Promise<Void> stopped = Promise.promise();
        stopNext().onComplete(parts -> vertx.close().onComplete(closed -> stopped.complete()));
        return stopped.future();
    }

    private Future<Void> stopNext() {
        Supplier<Future<Void>> next;
        synchronized (stops) {
            next = stops.poll();
        }
        return next == null
                ? Future.succeededFuture()
                : next.get()
                        .recover(failure -> {
                            LOG.atWarn().setCause(failure).log("a part of the node did not stop in order");
                            return Future.succeededFuture();
                        })
                        .compose(stopped -> stopNext());
    }

    /** {@code http://host:port} of the gateway. */
    public String url() {
        return "http://" + config.node().http().host() + ":" + gateway.port();
    }

    public KafkaAccess kafka() {
        return broker.access();
    }

    private <T> Future<T> onWorker(Callable<T> work) {
        return vertx.executeBlocking(work, false);
    }
}
