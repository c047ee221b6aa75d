package io.millrace.processing.functions;

import io.millrace.api.PluginContext;
import io.millrace.api.deployment.Binding;
import io.millrace.api.deployment.DeploymentContext;
import io.millrace.api.deployment.Foreign;
import io.millrace.api.deployment.Kind;
import io.millrace.api.deployment.Operation;
import io.millrace.api.deployment.Running;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.Where;
import io.millrace.processing.functions.invoke.FunctionSpec;
import io.millrace.processing.functions.invoke.Functions;
import io.millrace.processing.functions.invoke.RuntimeId;
import io.millrace.processing.functions.invoke.RuntimeId.Language;
import io.millrace.processing.functions.mapping.MappedFunction;
import io.millrace.processing.functions.mapping.Mapping;
import io.millrace.processing.functions.mapping.Mappings;
import io.millrace.processing.functions.templates.Templates;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code kind: Function}. */
final class FunctionKind implements Kind<FunctionSettings> {

    private static final Operation INVOKE =
            new Operation("invoke", "Invoke the function with an event.", true, Operation.Input.JSON);

    private PluginContext node; // null before the plugin is started
    private Functions functions;

    void start(PluginContext context) {
        node = context;
        functions = new Functions(context);
    }

    @Override
    public String name() {
        return "Function";
    }

    @Override
    public Class<FunctionSettings> settings() {
        return FunctionSettings.class;
    }

    @Override
    public FunctionSettings bind(Binding binding) {
        Optional<RuntimeId> runtime = binding.text("runtime").flatMap(RuntimeId::parse);
        binding.text("runtime")
                .filter(text -> runtime.isEmpty())
                .ifPresent(text -> binding.report("runtime", unknownRuntime(text)));
        FunctionSettings settings = binding.bind(FunctionSettings.class);
        if (settings == null || runtime.isEmpty()) {
            return null;
        }
        if (settings.handler() == null && runtime.get().language() != Language.PROVIDED) {
            binding.report(
                    "handler",
                    Problem.user(
                            "missing-setting",
                            "handler is missing: runtime " + settings.runtime() + " needs one.",
                            Where.path("handler"),
                            "Add handler: with what is to be called."));
            return null;
        }
        functions.warning(runtime.get()).ifPresent(warning -> binding.warn("runtime", warning));
        Mappings.warnings(settings.events(), "events").forEach(binding::warn);
        return settings;
    }

    @Override
    public boolean translate(Foreign document) {
        return Templates.translate(document);
    }

    private static Problem unknownRuntime(String text) {
        return Problem.user(
                "unknown-runtime",
                "'" + text + "' is no runtime that is run here.",
                Where.path("runtime"),
                "Write javaNN, nodejsNN.x, python3.NN, or provided for code that brings its own bootstrap.");
    }

    @Override
    public List<Operation> operations() {
        return List.of(INVOKE);
    }

    @Override
    public Future<List<Problem>> validate(DeploymentContext<FunctionSettings> context) {
        FunctionSettings settings = context.settings();
        FunctionSpec function = spec(context);
        return context.topics()
                .names()
                .compose(topics -> context.vertx()
                        .executeBlocking(
                                () -> {
                                    List<Problem> problems = new ArrayList<>(functions.problems(function));
                                    problems.addAll(Mappings.validate(
                                            settings.events(),
                                            "events",
                                            settings.outputTopic(),
                                            topics,
                                            node::objectStore));
                                    return problems;
                                },
                                false));
    }

    @Override
    public Future<Running> start(DeploymentContext<FunctionSettings> context) {
        FunctionSettings settings = context.settings();
        FunctionSpec function = spec(context);
        return functions.start(function, context.meters()).compose(processes -> {
            List<Mapping> mappings = Mappings.of(
                    settings.events(),
                    new MappedFunction(function.arn(), processes, settings.outputTopic(), context, node::objectStore));
            return new RunningFunction(processes, mappings).start();
        });
    }

    @Override
    public Future<Void> remove(DeploymentContext<FunctionSettings> context) {
        return Future.all(Mappings.ownGroups(context.settings().events(), context).stream()
                        .map(context::forgetGroup)
                        .toList())
                .compose(forgotten -> functions.remove(context.name()));
    }

    @Override
    public RewindEffect rewindEffect(FunctionSettings settings) {
        return new RewindEffect("The function is invoked again with records that are read again.", false);
    }

    private static FunctionSpec spec(DeploymentContext<FunctionSettings> context) {
        FunctionSettings settings = context.settings();
        return new FunctionSpec(
                context.name(),
                RuntimeId.parse(settings.runtime()).orElseThrow(),
                Optional.ofNullable(settings.handler()).orElse(""),
                settings.codeUri(),
                settings.timeout(),
                settings.memorySize(),
                settings.environment() == null
                        ? Map.of()
                        : settings.environment().variables(),
                settings.concurrency());
    }
}
