package io.millrace.processing.flink;

import io.millrace.api.settings.Artifact;
import io.millrace.api.settings.ByteSize;
import io.millrace.api.settings.InvalidSetting;
import io.millrace.api.settings.Setting;
import io.millrace.processing.flink.application.RestoreType;
import io.millrace.processing.flink.engine.JavaOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of a Flink application, with the fields of CreateApplication under their names in lowerCamelCase.
 *
 * <p>Source: CreateApplication of the API of Managed Service for Apache Flink.
 *
 * @param runtimeEnvironment what it was made for; see {@link io.millrace.processing.flink.engine.RuntimeEnvironment}
 * @param codeUri jar; null exactly when {@code sql} is not
 * @param entryClass null for the one that the jar's manifest names
 * @param args of the program
 * @param sql a script of statements; null for a jar
 * @param udfUris jars that the script's statements use
 * @param parallelism of the job
 * @param checkpointInterval from the begin of one checkpoint to the next
 * @param minPauseBetweenCheckpoints from the end of one checkpoint to the begin of the next
 * @param applicationRestoreType what it goes on from when it is started
 * @param snapshotName for the restore type that names one; null otherwise
 * @param allowNonRestoredState whether state that no operator takes may be left out
 * @param propertyGroups what the program reads as its runtime properties, by group
 * @param flinkConfiguration Flink's own settings; see {@link JavaOptions} for those that are for the application's process
 * @param memory heap of the application's process; without meaning on a cluster that exists
 * @param updateTimeout from the submission of a changed application to its first checkpoint
 */
public record FlinkJobSettings(
        @Setting(
                value = "The Flink that the application was made for.",
                defaultValue = "FLINK-2_3",
                example = "FLINK-1_20")
        String runtimeEnvironment,

        @Setting(value = "The application's jar.", example = "quakes-per-hour.jar")
        Artifact codeUri,

        @Setting(
                value = "Class whose main submits the job; the one of the jar's manifest when there is none.",
                example = "com.example.StreamingJob")
        String entryClass,

        @Setting("Arguments of the program.") List<String> args,

        @Setting(value = "In place of codeUri: a script of SQL statements.", example = "quakes.sql")
        Artifact sql,

        @Setting(value = "Jars with the functions that the script uses.", example = "functions.jar")
        List<Artifact> udfUris,

        @Setting(value = "How many tasks each operator has.", defaultValue = "1", min = 1, max = 512)
        int parallelism,

        @Setting(value = "Time from checkpoint to checkpoint.", defaultValue = "60s", min = 10, max = 86_400_000)
        Duration checkpointInterval,

        @Setting(value = "Least time between two checkpoints.", defaultValue = "5s", min = 0, max = 86_400_000)
        Duration minPauseBetweenCheckpoints,

        @Setting(
                value = "What the application goes on from when it is started or changed.",
                defaultValue = "RESTORE_FROM_LATEST_SNAPSHOT")
        RestoreType applicationRestoreType,

        @Setting(value = "The snapshot, for RESTORE_FROM_CUSTOM_SNAPSHOT.", example = "before-the-change")
        String snapshotName,

        @Setting(value = "Whether state that no operator takes may be left out.", defaultValue = "false")
        boolean allowNonRestoredState,

        @Setting("Runtime properties by group.") Map<String, Map<String, String>> propertyGroups,
        @Setting("Flink's own settings.") Map<String, String> flinkConfiguration,

        @Setting(value = "Heap of the application's process.", defaultValue = "512MiB", min = 134_217_728)
        ByteSize memory,

        @Setting(
                value = "How long a changed application may take to its first checkpoint before the last one that ran"
                        + " takes its place again.",
                defaultValue = "5m",
                min = 1_000)
        Duration updateTimeout) {

    /** What recovery rests on, and what tells the application's job from others. */
    private static final String RESERVED =
            "execution\\.checkpointing\\.(savepoint-dir|externalized-checkpoint-retention)"
                    + "|state\\.savepoints\\.dir|execution\\.(state-recovery|savepoint)\\..*|pipeline\\.fixed-job-id"
                    + "|\\$internal\\..*|rest\\..*|web\\..*|io\\.tmp\\.dirs";

    /** What Flink calls the place of checkpoints, now and before 2.0. */
    private static final List<String> CHECKPOINT_DIR = List.of("execution.checkpointing.dir", "state.checkpoints.dir");

    private static final String PLACE = "file:/.+|s3a?://.+";

    public FlinkJobSettings {
        args = List.copyOf(args);
        udfUris = List.copyOf(udfUris);
        propertyGroups = Map.copyOf(propertyGroups);
        flinkConfiguration = Map.copyOf(flinkConfiguration);
        if ((codeUri == null) == (sql == null)) {
            throw codeUri == null
                    ? new InvalidSetting(
                            "codeUri", "codeUri is missing.", "Add codeUri: with a jar, or sql: with a script.")
                    : new InvalidSetting("sql", "codeUri and sql are both there.", "Remove one of them.");
        }
        if (sql == null && !udfUris.isEmpty()) {
            throw new InvalidSetting("udfUris", "udfUris is for scripts.", "Put the classes into the jar of codeUri.");
        }
        if ((applicationRestoreType == RestoreType.RESTORE_FROM_CUSTOM_SNAPSHOT) != (snapshotName != null)) {
            throw snapshotName == null
                    ? new InvalidSetting(
                            "snapshotName",
                            "applicationRestoreType is RESTORE_FROM_CUSTOM_SNAPSHOT and snapshotName is missing.",
                            "Add snapshotName: with the name of a snapshot.")
                    : new InvalidSetting(
                            "snapshotName",
                            "snapshotName is for applicationRestoreType: RESTORE_FROM_CUSTOM_SNAPSHOT.",
                            "Add that, or remove snapshotName.");
        }
        flinkConfiguration.keySet().stream()
                .filter(key -> key.matches(RESERVED))
                .findFirst()
                .ifPresent(key -> {
                    throw new InvalidSetting(
                            "flinkConfiguration",
                            "flinkConfiguration has " + key + ", which recovery and the web UI rest on.",
                            "Remove it.");
                });
        JavaOptions.of(flinkConfiguration); // refuses malformed ones
        checkpointDir(flinkConfiguration).filter(place -> !place.matches(PLACE)).ifPresent(place -> {
            throw new InvalidSetting(
                    "flinkConfiguration",
                    "flinkConfiguration has checkpoints at " + place + ", where nothing here finds them again.",
                    "Use a file: or s3: URI.");
        });
    }

    /** Where the application has a folder for its checkpoints and savepoints; empty for where the node has those. */
    Optional<String> checkpointDir() {
        return checkpointDir(flinkConfiguration);
    }

    private static Optional<String> checkpointDir(Map<String, String> configuration) {
        return CHECKPOINT_DIR.stream()
                .filter(configuration::containsKey)
                .findFirst()
                .map(configuration::get);
    }
}
