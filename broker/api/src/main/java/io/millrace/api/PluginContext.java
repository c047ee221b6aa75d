package io.millrace.api;

import io.millrace.api.child.Child;
import io.millrace.api.child.ChildSpec;
import io.millrace.api.child.Run;
import io.millrace.api.child.RunSpec;
import io.millrace.api.store.ObjectStore;
import io.millrace.api.store.S3Settings;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** What the node offers to a plugin as a whole, from {@link Plugin#start} until the node ends. Any thread. */
public interface PluginContext {

    Vertx vertx();

    /** The node's data directory, absolute; a plugin keeps what it must in a folder of it that has the plugin's name. */
    Path dataDir();

    /** The distribution's folder, absolute: what a plugin runs beside itself is in a folder of it. */
    Path home();

    /** The folder that the plugin's jar is in, absolute. */
    Path folder();

    /** The {@code s3} part of the node's own file. */
    S3Settings s3();

    /** The {@code flink} part of the node's own file. */
    FlinkSettings flink();

    /** The store for URIs of a scheme; empty when no plugin provides one. */
    Optional<ObjectStore> objectStore(String scheme);

    /**
     * Starts a process and keeps it running.
     *
     * @throws IllegalArgumentException when there is a child of that name
     */
    Child start(ChildSpec spec, ChildSpec.Readiness readiness);

    /**
     * Starts a process that is not started again when it ends. Like a child it does not outlive the node.
     *
     * @param said given each line of its output, on a thread of the process's own; a line longer than 8 KiB comes in pieces
     * @throws IllegalArgumentException when a process of that name runs
     */
    Run run(RunSpec spec, Consumer<String> said);
}
