package io.millrace.api;

import io.millrace.api.child.Child;
import io.millrace.api.child.ChildSpec;
import io.vertx.core.Vertx;
import java.nio.file.Path;

/** What the node offers to a plugin as a whole, from {@link Plugin#start} until the node ends. Any thread. */
public interface PluginContext {

    Vertx vertx();

    /** The node's data directory, absolute; a plugin keeps what it must in a folder of it that has the plugin's name. */
    Path dataDir();

    /**
     * Starts a process and keeps it running.
     *
     * @throws IllegalArgumentException when there is a child of that name
     */
    Child start(ChildSpec spec, ChildSpec.Readiness readiness);
}
