package io.millrace.api.connector;

import io.millrace.api.Meters;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.InstantSource;

/** What the node offers to one running source or sink. */
public interface ConnectorContext {

    Vertx vertx();

    /** The node's clock; tests put a manual one here. */
    InstantSource clock();

    /** The node's data directory, absolute; relative paths in settings are resolved in a folder of it. */
    Path dataDir();

    /** Cluster-wide name of the installation ({@code node.cluster}). */
    String cluster();

    /** The deployment's name. */
    String name();

    /** The deployment's uid: another one when it was deleted and applied again. */
    String uid();

    /** From 0 to {@code tasks.max - 1}; unique in this node only. */
    int task();

    /**
     * Bytes of memory that this task of a sink may hold of what it has accepted and not written: its share of what the node has for
     * all of them. It changes as others come and go, so ask again now and then.
     */
    long memoryBytes();

    /** Meters tagged with kind and name of the deployment. */
    Meters meters();
}
