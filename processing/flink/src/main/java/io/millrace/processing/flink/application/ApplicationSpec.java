package io.millrace.processing.flink.application;

import io.millrace.api.settings.ByteSize;
import io.millrace.processing.flink.engine.RuntimeEnvironment;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One generation of an application.
 *
 * @param name of the deployment
 * @param uid of the deployment
 * @param generation of its definition
 * @param folder its own in the data directory
 * @param environment what it was made for
 * @param parallelism of its job
 * @param memory heap of its process
 * @param restoreType what it goes on from when it is started
 * @param snapshotName null unless the restore type names one
 * @param allowNonRestoredState whether state that no operator takes may be left out
 * @param configuration Flink's settings of the job
 * @param updateTimeout from its submission to its first checkpoint
 * @param program makes the program, each time that it is submitted; fails with a {@link io.millrace.api.problem.ProblemException}
 */
public record ApplicationSpec(
        String name,
        String uid,
        long generation,
        Path folder,
        RuntimeEnvironment environment,
        int parallelism,
        ByteSize memory,
        RestoreType restoreType,
        String snapshotName,
        boolean allowNonRestoredState,
        Map<String, String> configuration,
        Duration updateTimeout,
        Supplier<Future<Program>> program) {}
