package io.millrace.processing.flink;

import io.millrace.api.PluginContext;
import io.millrace.api.deployment.Binding;
import io.millrace.api.deployment.DeploymentContext;
import io.millrace.api.deployment.Foreign;
import io.millrace.api.deployment.Kind;
import io.millrace.api.deployment.Operation;
import io.millrace.api.deployment.Running;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.millrace.api.store.ObjectStore;
import io.millrace.processing.flink.application.Application;
import io.millrace.processing.flink.application.ApplicationSpec;
import io.millrace.processing.flink.application.Program;
import io.millrace.processing.flink.application.Storage;
import io.millrace.processing.flink.code.Code;
import io.millrace.processing.flink.code.Programs;
import io.millrace.processing.flink.createapplication.CreateApplication;
import io.millrace.processing.flink.engine.ClusterEngine;
import io.millrace.processing.flink.engine.EmbeddedEngine;
import io.millrace.processing.flink.engine.Engine;
import io.millrace.processing.flink.engine.FlinkRest;
import io.millrace.processing.flink.engine.Folders;
import io.millrace.processing.flink.engine.JavaOptions;
import io.millrace.processing.flink.engine.RuntimeEnvironment;
import io.millrace.processing.flink.engine.Runtimes;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** {@code kind: FlinkJob}. */
final class FlinkJobKind implements Kind<FlinkJobSettings> {

    /** Of the data directory. */
    private static final String FOLDER = "flink";

    private static final Pattern OBJECT = Pattern.compile("\\bs3a?://");

    private final Map<String, Application> applications = new ConcurrentHashMap<>();
    private PluginContext node; // null before the plugin is started
    private Runtimes runtimes;
    private Programs programs;
    private Engine engine;
    private ClusterEngine cluster; // null when applications run in processes of the node

    void start(PluginContext context) {
        node = context;
        runtimes = new Runtimes(context.home().resolve("flink"));
        cluster = context.flink().isEmbedded() ? null : new ClusterEngine(context.vertx(), context.flink());
        programs = new Programs(context, runtimes);
        engine = cluster == null ? new EmbeddedEngine(context, runtimes) : cluster;
    }

    @Override
    public String name() {
        return "FlinkJob";
    }

    @Override
    public Class<FlinkJobSettings> settings() {
        return FlinkJobSettings.class;
    }

    @Override
    public FlinkJobSettings bind(Binding binding) {
        FlinkJobSettings settings = binding.bind(FlinkJobSettings.class);
        if (settings == null) {
            return null;
        }
        Optional<RuntimeEnvironment> environment = RuntimeEnvironment.parse(settings.runtimeEnvironment());
        if (environment.isEmpty()) {
            binding.report(
                    "runtimeEnvironment",
                    Problem.user(
                            "unknown-runtime",
                            "'" + settings.runtimeEnvironment() + "' is no runtime environment that is run here.",
                            Where.path("runtimeEnvironment"),
                            "Write FLINK-2_3 or FLINK-1_20."));
            return null;
        }
        environment.get().warning().ifPresent(warning -> binding.warn("runtimeEnvironment", warning));
        if (cluster != null && !JavaOptions.of(settings.flinkConfiguration()).isEmpty()) {
            binding.warn("flinkConfiguration", "env.java.opts means nothing to a Flink cluster that runs already.");
        }
        return settings;
    }

    @Override
    public List<Operation> operations() {
        return RunningFlinkJob.OPERATIONS;
    }

    @Override
    public boolean translate(Foreign document) {
        return CreateApplication.translate(document);
    }

    @Override
    public Future<List<Problem>> validate(DeploymentContext<FlinkJobSettings> context) {
        FlinkJobSettings settings = context.settings();
        RuntimeEnvironment environment =
                RuntimeEnvironment.parse(settings.runtimeEnvironment()).orElseThrow();
        Future<Void> runnable = cluster != null
                ? cluster.check(environment)
                : node.vertx()
                        .executeBlocking(() -> runtimes.find(environment), false)
                        .mapEmpty();
        return runnable.compose(found -> programs.problems(code(context), environment, cluster != null))
                .recover(failure -> failure instanceof ProblemException told
                        ? Future.succeededFuture(told.problems())
                        : Future.failedFuture(failure))
                .compose(problems -> unknownSnapshot(context).map(unknown -> {
                    List<Problem> all = new ArrayList<>(problems);
                    unknown.ifPresent(all::add);
                    return all;
                }));
    }

    private Future<Optional<Problem>> unknownSnapshot(DeploymentContext<FlinkJobSettings> context) {
        String name = context.settings().snapshotName();
        return name == null
                ? Future.succeededFuture(Optional.empty())
                : node.vertx().executeBlocking(() -> Application.missingSnapshot(folder(context), name), false);
    }

    @Override
    public Future<Running> start(DeploymentContext<FlinkJobSettings> context) {
        ApplicationSpec spec = spec(context);
        Application application =
                new Application(engine, spec, storage(context), context.clock(), context.meters(), context::rollBack);
        return node.vertx().deployVerticle(application).map(deployed -> {
            applications.put(context.name(), application);
            return new RunningFlinkJob(application);
        });
    }

    /** Flink's REST API of an application that runs in this node. Any thread. */
    Optional<FlinkRest> flink(String name) {
        return Optional.ofNullable(applications.get(name)).flatMap(Application::rest);
    }

    @Override
    public Future<Void> remove(DeploymentContext<FlinkJobSettings> context) {
        applications.remove(context.name());
        return storage(context)
                .removeAll()
                .compose(removed -> node.vertx().executeBlocking(() -> {
                    Folders.remove(folder(context));
                    return null;
                }));
    }

    private ApplicationSpec spec(DeploymentContext<FlinkJobSettings> context) {
        FlinkJobSettings settings = context.settings();
        return new ApplicationSpec(
                context.name(),
                context.uid(),
                context.generation(),
                folder(context),
                RuntimeEnvironment.parse(settings.runtimeEnvironment()).orElseThrow(),
                settings.parallelism(),
                settings.memory(),
                settings.applicationRestoreType(),
                settings.snapshotName(),
                settings.allowNonRestoredState(),
                configuration(settings, storage(context)),
                settings.updateTimeout(),
                () -> program(context));
    }

    private Future<Program> program(DeploymentContext<FlinkJobSettings> context) {
        FlinkJobSettings settings = context.settings();
        return node.vertx()
                .executeBlocking(() -> startObjectStore(settings), false)
                .compose(started -> programs.pack(
                        code(context),
                        RuntimeEnvironment.parse(settings.runtimeEnvironment()).orElseThrow(),
                        folder(context)))
                .map(packed -> new Program(packed.jar(), packed.entryClass(), settings.args()));
    }

    private Code code(DeploymentContext<FlinkJobSettings> context) {
        FlinkJobSettings settings = context.settings();
        return new Code(
                settings.codeUri(),
                settings.entryClass(),
                settings.sql(),
                settings.udfUris(),
                settings.propertyGroups(),
                "millrace." + context.cluster() + ".flink." + context.name(),
                Map.of("bootstrapServers", () -> context.kafka().bootstrapServers(), "s3.endpoint", this::s3Endpoint));
    }

    /** Starts the node's own when the definition names objects, for a cluster that cannot ask for it. Blocks. */
    private Void startObjectStore(FlinkJobSettings settings) throws IOException {
        if (cluster == null) {
            return null;
        }
        List<String> texts = new ArrayList<>(settings.args());
        texts.addAll(settings.flinkConfiguration().values());
        settings.propertyGroups().values().forEach(group -> texts.addAll(group.values()));
        if (settings.sql() != null) {
            texts.add(Files.readString(settings.sql().path()));
        }
        if (texts.stream().anyMatch(text -> OBJECT.matcher(text).find())) {
            s3Endpoint();
        }
        return null;
    }

    private String s3Endpoint() {
        return node.objectStore("s3").map(ObjectStore::endpoint).orElse("");
    }

    /** Names that 1.20 and 2.x have in common. */
    private static Map<String, String> configuration(FlinkJobSettings settings, Storage storage) {
        Map<String, String> configuration = new TreeMap<>(Map.of(
                "execution.checkpointing.interval",
                settings.checkpointInterval().toMillis() + " ms",
                "execution.checkpointing.min-pause",
                settings.minPauseBetweenCheckpoints().toMillis() + " ms",
                "execution.checkpointing.mode",
                "EXACTLY_ONCE",
                // So that a torn one has another before it.
                "execution.checkpointing.num-retained",
                "3"));
        configuration.putAll(settings.flinkConfiguration());
        configuration.remove("state.checkpoints.dir"); // is the same
        configuration.put("execution.checkpointing.dir", storage.checkpoints());
        configuration.put("execution.checkpointing.savepoint-dir", storage.savepoints());
        configuration.put("execution.checkpointing.externalized-checkpoint-retention", "RETAIN_ON_CANCELLATION");
        return configuration;
    }

    private Storage storage(DeploymentContext<FlinkJobSettings> context) {
        String base = context.settings()
                .checkpointDir()
                .or(() -> Optional.ofNullable(node.flink().storage()))
                .orElseGet(() -> node.dataDir().resolve(FOLDER).toUri().toString());
        return new Storage(node, base.replaceAll("/$", "") + "/" + nameOnDisk(context));
    }

    private static String nameOnDisk(DeploymentContext<FlinkJobSettings> context) {
        return context.name() + "-" + context.uid();
    }

    private Path folder(DeploymentContext<FlinkJobSettings> context) {
        return node.dataDir().resolve(FOLDER).resolve(nameOnDisk(context));
    }
}
