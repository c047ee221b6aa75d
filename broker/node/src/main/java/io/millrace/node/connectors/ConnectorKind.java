package io.millrace.node.connectors;

import io.millrace.api.connector.ConnectorType;
import io.millrace.api.connector.SinkType;
import io.millrace.api.connector.Source;
import io.millrace.api.connector.SourceType;
import io.millrace.api.deployment.Binding;
import io.millrace.api.deployment.DeploymentContext;
import io.millrace.api.deployment.Foreign;
import io.millrace.api.deployment.Kind;
import io.millrace.api.deployment.Operation;
import io.millrace.api.deployment.Running;
import io.millrace.api.feed.Feed;
import io.millrace.api.feed.FeedSpec;
import io.millrace.api.feed.RecordHandler;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.Suggestion;
import io.millrace.api.problem.Where;
import io.millrace.node.feed.Backoff;
import io.millrace.node.feed.Feeds;
import io.millrace.node.kafka.KafkaAccess;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The kind {@code Connector}. Any context. */
public final class ConnectorKind implements Kind<ConnectorSettings> {

    static final String NAME = "Connector";

    private static final Logger LOG = LoggerFactory.getLogger(ConnectorKind.class);

    private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(30);

    private final List<ConnectorType<?>> types;
    private final KafkaAccess access;
    private final Path dataDir;
    private final SinkMemory memory;

    /**
     * @param types what plugins provide
     * @param dataDir the node's, absolute
     * @param heap bytes the JVM may use
     */
    public ConnectorKind(List<ConnectorType<?>> types, KafkaAccess access, Path dataDir, long heap) {
        this.types = List.copyOf(types);
        this.access = access;
        this.dataDir = dataDir;
        this.memory = new SinkMemory(heap);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<ConnectorSettings> settings() {
        return ConnectorSettings.class;
    }

    @Override
    public Map<String, Class<?>> reference() {
        Map<String, Class<?>> records = new LinkedHashMap<>();
        records.put("config", ConnectSettings.class);
        types.forEach(type -> records.put("config (" + type.classNames().get(0) + ")", type.settings()));
        return records;
    }

    @Override
    public ConnectorSettings bind(Binding definition) {
        return new ConnectorBinding(types).bind(definition);
    }

    @Override
    public List<Operation> operations() {
        return List.of(new Operation(
                "offsets", "Show how far it has got, in the form of Kafka Connect.", false, Operation.Input.NONE));
    }

    /** From Connect's REST form {@code {"name", "config"}} and from its flat standalone form. */
    @Override
    public boolean translate(Foreign document) {
        return ConnectForm.translate(document);
    }

    @Override
    public Future<List<Problem>> validate(DeploymentContext<ConnectorSettings> context) {
        ConnectorSettings settings = context.settings();
        return context.topics()
                .names()
                .compose(names -> context.vertx().executeBlocking(() -> {
                    List<Problem> problems = new ArrayList<>(missingTopics(settings, names));
                    validate(settings.type(), settings.own()).forEach(problem -> problems.add(inConfig(problem)));
                    return problems;
                }));
    }

    private static <S extends Record> List<Problem> validate(ConnectorType<S> type, Record own) {
        return type.validate(type.settings().cast(own));
    }

    private static Problem inConfig(Problem problem) {
        String path = problem.where().path();
        return problem.at(Where.path(path.isEmpty() ? "config" : "config." + path));
    }

    private static List<Problem> missingTopics(ConnectorSettings settings, Set<String> present) {
        boolean source = settings.type() instanceof SourceType<?>;
        List<String> named = source
                ? targets(settings.type(), settings.own())
                : settings.common().topics();
        return named.stream()
                .filter(topic -> !present.contains(topic))
                .map(topic -> Problem.user(
                        "unknown-topic",
                        "The topic " + topic + " does not exist.",
                        Where.path(source ? "config.topic" : "config.topics"),
                        Suggestion.nearest(topic, present)
                                        .map(near -> "Write " + near + ", or add")
                                        .orElse("Add")
                                + " a document with kind: Topic and name: " + topic + "."))
                .toList();
    }

    private static <S extends Record> List<String> targets(ConnectorType<S> type, Record own) {
        return type instanceof SourceType<S> source
                ? source.topics(type.settings().cast(own))
                : List.of();
    }

    @Override
    public Future<Running> start(DeploymentContext<ConnectorSettings> context) {
        ConnectorType<?> type = context.settings().type();
        return type instanceof SinkType<?> sink ? startSink(context, sink) : startSource(context, (SourceType<?>) type);
    }

    private <S extends Record> Future<Running> startSink(
            DeploymentContext<ConnectorSettings> context, SinkType<S> sink) {
        ConnectSettings common = context.settings().common();
        S own = sink.settings().cast(context.settings().own());
        Map<String, String> consumer = new HashMap<>(Feeds.FETCHING_IN_BULK);
        consumer.putAll(common.consumerOverrides());
        consumer.remove(ConnectSettings.RESET);
        FeedSpec spec = new FeedSpec(
                common.topics(),
                common.topicsRegex(),
                common.start(),
                FeedSpec.Shape.STREAM,
                common.retry(),
                common.deadLetters(context.name()),
                common.tasksMax(),
                true,
                consumer);
        Map<Integer, RecordHandler> handlers = new ConcurrentHashMap<>();
        SinkMemory.Member member = memory.join(common.tasksMax());
        Feed feed = context.feed(spec, task -> {
            RecordHandler handler = sink.open(own, HostContext.of(context, dataDir, task, member::share));
            handlers.put(task, handler);
            return handler;
        });
        ConsumerGroup group = group(context);
        return feed.start()
                .<Running>map(started -> new SinkConnector(feed, handlers.values(), member, group::committed))
                .onFailure(failed -> member.leave());
    }

    private <S extends Record> Future<Running> startSource(
            DeploymentContext<ConnectorSettings> context, SourceType<S> type) {
        ConnectSettings common = context.settings().common();
        S own = type.settings().cast(context.settings().own());
        Supplier<Source> sources = () -> type.open(own, hostContext(context));
        SourceSetup setup = new SourceSetup(
                context.name(),
                context.uid(),
                UUID.randomUUID().toString(),
                sources,
                type.topics(own),
                producer(context),
                common.deadLetters(context.name()),
                new Backoff(FIRST_BACKOFF, LONGEST_BACKOFF, new SplittableRandom()),
                context.clock(),
                access,
                context.topics(),
                positions(context));
        return SourceConnector.start(context.vertx(), setup, new SourceProgress(context.meters()));
    }

    /** A sink leaves its consumer group and its own log, a source its position. */
    @Override
    public Future<Void> remove(DeploymentContext<ConnectorSettings> context) {
        if (context.settings().type() instanceof SinkType<?>) {
            return group(context)
                    .delete()
                    .compose(gone -> forget(context).recover(failed -> {
                        // Nobody will read it: a store that is out of reach must not keep the deployment.
                        LOG.atWarn()
                                .setCause(failed)
                                .addKeyValue("deployment", NAME + "/" + context.name())
                                .log("The removed sink's own log stays where it is");
                        return Future.succeededFuture();
                    }));
        }
        return TransactionalWriter.open(context.vertx(), producer(context), TopicLimits.NONE)
                .compose(writer -> positions(context)
                        .prepare()
                        .compose(ready ->
                                writer.commit(List.of(positions(context).tombstone(context.uid()))))
                        .eventually(writer::close))
                .mapEmpty();
    }

    @Override
    public RewindEffect rewindEffect(ConnectorSettings settings) {
        return settings.type() instanceof SinkType<?> sink ? effect(sink, settings.own()) : RewindEffect.NONE;
    }

    private static <S extends Record> RewindEffect effect(SinkType<S> sink, Record own) {
        return new RewindEffect(sink.rewindEffect(sink.settings().cast(own)), sink.exactlyOnce());
    }

    @Override
    public Future<Void> forget(DeploymentContext<ConnectorSettings> context) {
        return context.settings().type() instanceof SinkType<?> sink
                ? context.vertx().executeBlocking(() -> forget(sink, context), false)
                : Future.succeededFuture();
    }

    private <S extends Record> Void forget(SinkType<S> sink, DeploymentContext<ConnectorSettings> context) {
        sink.forget(sink.settings().cast(context.settings().own()), hostContext(context));
        return null;
    }

    /** Of what holds no records. */
    private HostContext hostContext(DeploymentContext<?> context) {
        return HostContext.of(context, dataDir, 0, () -> 0);
    }

    private ConsumerGroup group(DeploymentContext<?> context) {
        return new ConsumerGroup(context.vertx(), access, Feeds.group(context.cluster(), NAME, context.name()));
    }

    private Positions positions(DeploymentContext<?> context) {
        return new Positions(context.vertx(), access, context.topics(), context.cluster());
    }

    private Map<String, String> producer(DeploymentContext<ConnectorSettings> context) {
        return TransactionalWriter.properties(
                access,
                Feeds.group(context.cluster(), NAME, context.name()),
                context.settings().common().producerOverrides());
    }
}
