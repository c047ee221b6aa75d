package io.millrace.processing.flink.createapplication;

import static io.millrace.processing.flink.createapplication.Field.as;
import static io.millrace.processing.flink.createapplication.Field.configuration;
import static io.millrace.processing.flink.createapplication.Field.list;
import static io.millrace.processing.flink.createapplication.Field.milliseconds;
import static io.millrace.processing.flink.createapplication.Field.noEffect;
import static io.millrace.processing.flink.createapplication.Field.noEffectUnless;
import static io.millrace.processing.flink.createapplication.Field.object;
import static io.millrace.processing.flink.createapplication.Field.refused;

import io.millrace.api.deployment.Foreign;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the request that makes an application of Amazon Managed Service for Apache Flink. Source: the service's API reference,
 * version 2018-05-23, CreateApplication and StartApplication.
 */
public final class CreateApplication {

    private static final String NAME = "ApplicationName";
    private static final List<String> OTHERS =
            List.of("RuntimeEnvironment", "ServiceExecutionRole", "ApplicationConfiguration");

    /** The parameter that says where code is which the request has in S3. */
    private static final String CODE_URI = "CodeUri";

    private static final String PROPERTY_GROUPS = "propertyGroups";
    private static final String NOT_FLINK = "it is for applications that are not Flink's, which are not run here.";

    private static final Field FLINK = object(Map.of(
            "CheckpointConfiguration",
            configuration(Map.of(
                    "CheckpointingEnabled", noEffectUnless(true, "checkpoints are always taken"),
                    "CheckpointInterval", milliseconds("checkpointInterval"),
                    "MinPauseBetweenCheckpoints", milliseconds("minPauseBetweenCheckpoints"))),
            "MonitoringConfiguration",
            configuration(Map.of(
                    "LogLevel", noEffectUnless("INFO", "the log has what is INFO and above"),
                    "MetricsLevel", noEffect("Flink's metrics are in /metrics"))),
            "ParallelismConfiguration",
            configuration(Map.of(
                    "Parallelism", as("parallelism"),
                    "ParallelismPerKPU", noEffect("there are no KPUs; the application's process has all slots"),
                    "AutoScalingEnabled", noEffectUnless(false, "parallelism changes by millrace rescale")))));

    private static final Field CODE = object(Map.of(
            "CodeContentType",
            Field.oneOf(List.of("ZIPFILE", "PLAINTEXT")),
            "CodeContent",
            object(Map.of(
                    "S3ContentLocation", CreateApplication::location,
                    "TextContent", refused(NOT_FLINK, "Write a FlinkJob with sql: for SQL of Flink's."),
                    "ZipFileContent",
                            refused("the code is in the request itself.", "Put it into a file: " + here())))));

    private static final Field CONFIGURATION = object(Map.of(
            "FlinkApplicationConfiguration",
            FLINK,
            "EnvironmentProperties",
            object(Map.of("PropertyGroups", list(CreateApplication::group))),
            "ApplicationCodeConfiguration",
            CODE,
            "ApplicationSnapshotConfiguration",
            object(Map.of("SnapshotsEnabled", noEffectUnless(true, "a stop and an update always take a snapshot"))),
            "ApplicationSystemRollbackConfiguration",
            object(Map.of(
                    "RollbackEnabled", noEffectUnless(true, "an update that does not run is always rolled back"))),
            "VpcConfigurations",
            noEffect("applications run in this machine's network"),
            "ApplicationEncryptionConfiguration",
            noEffect("the node's own key seals secrets"),
            "SqlApplicationConfiguration",
            refused(NOT_FLINK, "Write a FlinkJob with sql: for SQL of Flink's."),
            "ZeppelinApplicationConfiguration",
            refused(NOT_FLINK, "Leave notebooks out.")));

    private static final Field RUN = object(Map.of(
            "ApplicationRestoreConfiguration",
            object(Map.of(
                    "ApplicationRestoreType", as("applicationRestoreType"),
                    "SnapshotName", as("snapshotName"))),
            "FlinkRunConfiguration",
            object(Map.of("AllowNonRestoredState", as("allowNonRestoredState"))),
            "SqlRunConfigurations",
            refused(NOT_FLINK, "Leave it out.")));

    private static final Field REQUEST = object(Map.of(
            NAME,
            CreateApplication::name,
            "ApplicationDescription",
            as("description"),
            "RuntimeEnvironment",
            as("runtimeEnvironment"),
            "ApplicationConfiguration",
            CONFIGURATION,
            "RunConfiguration",
            RUN,
            "ServiceExecutionRole",
            noEffect("permissions are not checked here"),
            "CloudWatchLoggingOptions",
            noEffect("logs are shown by millrace logs"),
            "ApplicationMode",
            CreateApplication::mode,
            "Tags",
            noEffect("applications are no resources of AWS; use labels")));

    private CreateApplication() {}

    /** Defines the application; false when the document is no such request. */
    public static boolean translate(Foreign foreign) {
        JsonObject document = foreign.document();
        if (!document.containsKey(NAME) || OTHERS.stream().noneMatch(document::containsKey)) {
            return false;
        }
        Draft draft = Draft.of(foreign);
        REQUEST.read(draft, "", document);
        foreign.define(draft.settings(), draft.origins());
        return true;
    }

    /** Names of applications have capitals, dots and underscores; those of deployments do not. */
    private static void name(Draft draft, String path, Object value) {
        String given = String.valueOf(value);
        String name = given.replaceAll("([a-z0-9])([A-Z])", "$1-$2")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        if (!name.equals(given)) {
            draft.foreign().warn(path, given + " is " + name + " here, where names are lower case with dashes.");
        }
        draft.put("name", name, path);
    }

    private static void mode(Draft draft, String path, Object value) {
        if ("INTERACTIVE".equals(value)) {
            draft.report(path, "not-run-here", NOT_FLINK, "Leave notebooks out.");
        } else {
            Field.oneOf(List.of("STREAMING", "INTERACTIVE")).read(draft, path, value);
        }
    }

    private static void group(Draft draft, String path, Object value) {
        object(Map.of(
                        "PropertyGroupId", (any, there, id) -> {},
                        "PropertyMap", (any, there, properties) -> {}))
                .read(draft, path, value);
        if (!(value instanceof JsonObject group)) {
            return;
        }
        Object id = group.getValue("PropertyGroupId");
        if (!(id instanceof String name)) {
            draft.report(path, "missing-setting", "the group has no PropertyGroupId.", "Add one.");
            return;
        }
        if (!draft.settings().containsKey(PROPERTY_GROUPS)) {
            draft.put(PROPERTY_GROUPS, new JsonObject(new LinkedHashMap<>()), parent(path));
        }
        JsonObject groups = draft.settings().getJsonObject(PROPERTY_GROUPS);
        if (groups.containsKey(name)) {
            draft.report(path, "duplicate-name", "two groups are " + name + ".", "Join them, or rename one.");
        }
        groups.put(name, group.getValue("PropertyMap", new JsonObject()));
        draft.origins().put(PROPERTY_GROUPS + "." + name, path + ".PropertyMap");
    }

    private static String parent(String item) {
        return item.substring(0, item.lastIndexOf('['));
    }

    /** Code is uploaded from where the request is applied; what the request says is where AWS has it. */
    private static void location(Draft draft, String path, Object value) {
        object(Map.of(
                        "BucketARN", (any, there, bucket) -> {},
                        "FileKey", (any, there, key) -> {},
                        "ObjectVersion", (any, there, version) -> {}))
                .read(draft, path, value);
        Optional<String> file = draft.foreign().parameter(CODE_URI);
        if (file.isPresent()) {
            draft.put("codeUri", file.get(), path);
        } else if (value instanceof JsonObject location) {
            String bucket = String.valueOf(location.getValue("BucketARN")).replaceFirst("^arn:[^:]*:s3:::", "");
            draft.report(
                    path,
                    "code-elsewhere",
                    "the code is in S3: s3://" + bucket + "/" + location.getValue("FileKey") + ".",
                    "Say where it is here: " + here());
        }
    }

    private static String here() {
        return "--parameter-overrides " + CODE_URI + "=PATH.";
    }
}
