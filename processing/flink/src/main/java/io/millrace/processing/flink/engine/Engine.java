package io.millrace.processing.flink.engine;

import io.millrace.api.problem.Problem;
import io.millrace.api.settings.ByteSize;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/** Where applications run. Any thread. */
public interface Engine {

    /** What an application runs on; to be opened. */
    Session session(Spec spec);

    /** True when the engine goes on when the node ends, and the jobs on it. */
    boolean outlivesTheNode();

    /**
     * What an application needs.
     *
     * @param name of the application
     * @param environment what it was made for
     * @param folder its own in the data directory
     * @param slots highest parallelism
     * @param memory heap of the process
     * @param configuration Flink's own settings
     * @param said given each line of the process's output, on any thread
     */
    record Spec(
            String name,
            RuntimeEnvironment environment,
            Path folder,
            int slots,
            ByteSize memory,
            Map<String, String> configuration,
            Consumer<String> said) {}

    /** Something that jobs can be submitted to. */
    interface Session {

        /**
         * Brings it up. Once.
         *
         * @return fails with a {@link io.millrace.api.problem.ProblemException}; it is to be closed all the same
         */
        Future<Void> open();

        /** Once it is open. */
        FlinkRest rest();

        /** Such as {@code Flink 2.3.0}. */
        String description();

        /** Completes with the reason when it ends without being closed; never otherwise. */
        Future<Problem> lost();

        /** Memory that its processes use, in bytes; 0 when that is unknown. Blocks for a moment. */
        long residentBytes();

        /** Ends it, with all its jobs where it is the application's own. At any time. */
        Future<Void> close();
    }
}
