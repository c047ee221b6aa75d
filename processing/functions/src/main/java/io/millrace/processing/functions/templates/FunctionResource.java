package io.millrace.processing.functions.templates;

import io.millrace.api.deployment.Foreign;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.Suggestion;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A function of a template as a definition of this platform. */
final class FunctionResource {

    static final String SERVERLESS = "AWS::Serverless::Function";
    static final Set<String> TYPES = Set.of(SERVERLESS, "AWS::Lambda::Function");

    private static final String GLOBALS = "Globals.Function.";

    /** Runtimes of Lambda for which nothing here knows how to start a handler. */
    private static final Pattern FOREIGN_RUNTIME = Pattern.compile("(dotnet|ruby|go1).*");

    /** Properties that are here what they are there, with their names here. */
    private static final Map<String, String> NAMED = Map.of(
            "Runtime", "runtime",
            "Handler", "handler",
            "CodeUri", "codeUri",
            "Timeout", "timeout",
            "MemorySize", "memorySize",
            "Environment", "environment",
            "Description", "description",
            "ReservedConcurrentExecutions", "concurrency");

    private static final Set<String> ELSEWHERE =
            Set.of("FunctionName", "Events", "Code", "InlineCode", "ImageUri", "PackageType");

    private static final Map<String, String> INAPPLICABLE = inapplicable();

    private final Foreign foreign;
    private final Evaluator evaluator;
    private final JsonObject globals;

    FunctionResource(Foreign foreign, Evaluator evaluator) {
        this.foreign = foreign;
        this.evaluator = evaluator;
        this.globals = evaluator.object(evaluator.object(foreign.document(), "Globals", ""), "Function", "Globals");
    }

    private static Map<String, String> inapplicable() {
        Map<String, String> reasons = new HashMap<>();
        put(reasons, "permissions are not checked here", "Role", "Policies", "PermissionsBoundary", "RolePath");
        put(reasons, "permissions are not checked here", "AssumeRolePolicyDocument", "CodeSigningConfigArn");
        put(reasons, "functions run in this machine's network", "VpcConfig");
        put(reasons, "layers are not fetched; put what they hold beside the code", "Layers");
        put(reasons, "it is for asynchronous invocations", "DeadLetterQueue", "DeadLetterConfig", "EventInvokeConfig");
        put(reasons, "nothing is traced", "Tracing");
        put(reasons, "functions run on this machine's processor", "Architectures");
        put(reasons, "functions see this machine's file system", "EphemeralStorage", "FileSystemConfigs");
        put(reasons, "functions are called through topics and millrace invoke", "FunctionUrlConfig");
        put(reasons, "generations are kept of each definition; see millrace rollback", "AutoPublishAlias");
        put(reasons, "generations are kept of each definition", "AutoPublishAliasAllProperties", "VersionDescription");
        put(reasons, "generations are kept of each definition", "AutoPublishCodeSha256", "PublishToLatestPublished");
        put(reasons, "generations are kept of each definition", "VersionDeletionPolicy", "DeploymentPreference");
        put(reasons, "children are kept warm", "ProvisionedConcurrencyConfig", "SnapStart");
        put(reasons, "there are no more than concurrency says", "FunctionScalingConfig", "CapacityProviderConfig");
        put(reasons, "the runtimes are this machine's", "RuntimeManagementConfig");
        put(reasons, "logs are shown by millrace logs", "LoggingConfig");
        put(reasons, "the node's own key seals secrets", "KmsKeyArn", "SourceKMSKeyArn");
        put(reasons, "functions are no resources of AWS; use labels", "Tags", "PropagateTags");
        put(reasons, "it is for container images", "ImageConfig");
        put(reasons, "nothing here looks for loops", "RecursiveLoop");
        put(reasons, "each deployment has its children for itself", "TenancyConfig");
        put(reasons, "executions are not kept", "DurableConfig");
        return Map.copyOf(reasons);
    }

    private static void put(Map<String, String> reasons, String why, String... properties) {
        for (String property : properties) {
            reasons.put(property, why);
        }
    }

    /**
     * @param name of the deployment
     * @return empty when it cannot run here, which was told
     * @throws Unresolved when a value cannot be told
     */
    Optional<Draft> read(Resource resource, String name) {
        Draft draft = Draft.of(resource.properties(""));
        draft.put("kind", "Function", resource.path());
        draft.put("name", name, resource.path());
        JsonObject shared = resource.type().equals(SERVERLESS) ? resource.inherited(globals) : new JsonObject();
        Evaluator.all(Stream.of(
                () -> Evaluator.each(
                        resource.fields(),
                        (property, value) -> property(draft, property, value, shared, resource.properties(property))),
                () -> Evaluator.each(shared, (property, value) -> {
                    if (!resource.fields().containsKey(property)) {
                        taken(draft, property, value, GLOBALS + property);
                    }
                }),
                () -> events(resource, draft),
                () -> code(resource, draft),
                () -> own(resource, draft)));
        Optional<String> obstacle = obstacle(resource, draft);
        obstacle.ifPresent(why -> foreign.warn(resource.path(), name + " is left out: " + why + "."));
        return obstacle.isPresent() ? Optional.empty() : Optional.of(draft);
    }

    private void property(Draft draft, String property, Object value, JsonObject shared, String path) {
        if (NAMED.containsKey(property) && shared.containsKey(property)) {
            Object common = evaluator.evaluate(shared.getValue(property), GLOBALS + property);
            put(draft, property, merged(common, evaluator.evaluate(value, path)), path);
        } else {
            taken(draft, property, value, path);
        }
    }

    private void taken(Draft draft, String property, Object value, String path) {
        if (NAMED.containsKey(property)) {
            put(draft, property, evaluator.evaluate(value, path), path);
        } else if (INAPPLICABLE.containsKey(property)) {
            foreign.warn(path, property + " has no effect: " + INAPPLICABLE.get(property) + ".");
        } else if (!ELSEWHERE.contains(property)) {
            Set<String> known = new TreeSet<>(NAMED.keySet());
            known.addAll(ELSEWHERE);
            known.addAll(INAPPLICABLE.keySet());
            foreign.report(
                    path,
                    Problem.user(
                            "unknown-property",
                            "a function has no " + property + ".",
                            null,
                            Suggestion.mend(property, known)));
        }
    }

    private static void put(Draft draft, String property, Object value, String path) {
        if (value == Evaluator.NO_VALUE) {
            return;
        }
        boolean variables = property.equals("Environment") && value instanceof JsonObject;
        draft.put(NAMED.get(property), variables ? environment((JsonObject) value) : value, path);
    }

    private static JsonObject environment(JsonObject environment) {
        JsonObject renamed = new JsonObject(new LinkedHashMap<>());
        environment.forEach(
                each -> renamed.put(each.getKey().equals("Variables") ? "variables" : each.getKey(), each.getValue()));
        return renamed;
    }

    /** As SAM merges: objects by key, lists one after the other, anything else as the function has it. */
    private static Object merged(Object shared, Object own) {
        if (shared instanceof JsonObject common && own instanceof JsonObject object) {
            return common.copy().mergeIn(object, true);
        }
        return shared instanceof JsonArray common && own instanceof JsonArray list
                ? common.copy().addAll(list)
                : own;
    }

    private void events(Resource resource, Draft draft) {
        String path = resource.properties("Events");
        JsonObject events = evaluator.object(resource.fields(), "Events", resource.properties(""));
        Evaluator.each(events, (logicalId, written) -> {
            String there = path + "." + logicalId;
            JsonObject event = evaluator.object(events, logicalId, path);
            Object type = event.getValue("Type");
            JsonObject fields = evaluator.object(event, "Properties", there);
            if (type == null) {
                throw evaluator.refuse(there, logicalId + " has no Type.", "Add one: MSK or SelfManagedKafka.");
            }
            if (type.equals("MSK")) {
                draft.event(EventSource.MSK.read(fields, there + ".Properties", evaluator, foreign));
            } else if (type.equals("SelfManagedKafka")) {
                draft.event(EventSource.SELF_MANAGED_KAFKA.read(fields, there + ".Properties", evaluator, foreign));
            } else {
                foreign.warn(
                        there,
                        logicalId + " has no effect: only MSK and SelfManagedKafka are events here, not " + type + ".");
            }
        });
    }

    /** CloudFormation's {@code Code}: a path, or where the CDK has put the code. */
    private void code(Resource resource, Draft draft) {
        Object asset = resource.metadata().getValue("aws:asset:path");
        Object code = resource.fields().getValue("Code");
        if (asset instanceof String path) {
            draft.put("codeUri", path, resource.path() + ".Metadata.aws:asset:path");
        } else if (code instanceof String path) {
            draft.put("codeUri", path, resource.properties("Code"));
        }
    }

    /** What CloudFormation has no name for stands in the resource's {@code Metadata} under {@code Millrace}. */
    private void own(Resource resource, Draft draft) {
        String path = resource.path() + ".Metadata.Millrace";
        Evaluator.each(
                evaluator.object(resource.metadata(), "Millrace", resource.path() + ".Metadata"), (key, value) -> {
                    String there = path + "." + key;
                    draft.settings().put(key, evaluator.value(value, there));
                    draft.origins().put(key, there);
                });
    }

    /** Why it cannot run here. */
    private static Optional<String> obstacle(Resource resource, Draft draft) {
        JsonObject fields = resource.fields();
        JsonObject code = fields.getValue("Code") instanceof JsonObject object ? object : new JsonObject();
        if ("Image".equals(fields.getValue("PackageType"))
                || fields.containsKey("ImageUri")
                || code.containsKey("ImageUri")) {
            return Optional.of("it is a container image");
        }
        if (fields.containsKey("InlineCode") || code.containsKey("ZipFile")) {
            return Optional.of(
                    "its code is inline; put it into a file and name that in " + (code.isEmpty() ? "CodeUri" : "Code"));
        }
        Object uri = draft.settings().getValue("codeUri");
        if (uri instanceof JsonObject
                || (uri == null && !code.isEmpty())
                || String.valueOf(uri).startsWith("s3://")) {
            return Optional.of("its code is in S3; fetch it and write its path");
        }
        return Optional.ofNullable(draft.settings().getString("runtime"))
                .filter(runtime -> FOREIGN_RUNTIME.matcher(runtime).matches())
                .map(runtime -> "nothing here runs " + runtime);
    }
}
